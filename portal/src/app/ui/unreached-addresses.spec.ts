import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { UnreachedAddresses, unreachedOf } from './unreached-addresses';

describe('UnreachedAddresses', () => {
  const shown = (...addresses: string[]): string => {
    TestBed.resetTestingModule().configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(UnreachedAddresses);
    fixture.componentRef.setInput('slug', 'acme');
    fixture.componentRef.setInput('addresses', addresses);
    fixture.detectChanges();
    const host = fixture.nativeElement as HTMLElement;
    return `${host.textContent.replace(/\s+/g, ' ').trim()} ${host.querySelector('a')?.getAttribute('href') ?? ''}`.trim();
  };

  it('names two of many, leads to where they are given, and says nothing of none', () => {
    expect(shown('postmaster@a.test')).toBe('Mail to postmaster@a.test reaches nobody. Choose who gets it /t/acme/mail?tab=roles');
    expect(shown('postmaster@a.test', 'abuse@a.test')).toMatch(/^Mail to postmaster@a\.test and abuse@a\.test reaches nobody\./);
    expect(shown('postmaster@a.test', 'abuse@a.test', 'postmaster@b.test', 'abuse@b.test')).toMatch(/^Mail to postmaster@a\.test, abuse@a\.test and 2 more reaches nobody\./);
    expect(shown()).toBe('');
  });

  it('takes those that are not reached', () => {
    expect(unreachedOf([{ roleAddresses: [{ address: 'a', reached: true }, { address: 'b', reached: false }] }, { roleAddresses: [] }])).toEqual(['b']);
  });
});
