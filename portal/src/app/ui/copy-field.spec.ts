import { TestBed } from '@angular/core/testing';
import { CopyField } from './copy-field';

describe('CopyField', () => {
  it('shows the value beside a button that says what it copies', async () => {
    const fixture = TestBed.createComponent(CopyField);
    fixture.componentRef.setInput('text', 'ada@acme.test');
    fixture.componentRef.setInput('label', 'the address');
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.querySelector('code')?.textContent).toBe('ada@acme.test');
    expect(host.querySelector('button')?.getAttribute('aria-label')).toBe('Copy the address');
  });
});
