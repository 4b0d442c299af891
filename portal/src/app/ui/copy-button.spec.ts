import { Component, inject, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Announcer } from './announcer';
import { CopyButton } from './copy-button';

@Component({ imports: [CopyButton], template: `<button dz-copy="plum-harbour" aria-label="Copy the password" (done)="copies.set(copies() + 1)"></button>` })
class Host {
  readonly copies = signal(0);
  readonly announcer = inject(Announcer);
}

const press = async (write: (text: string) => Promise<void>): Promise<Host> => {
  Object.assign(navigator, { clipboard: { writeText: write } });
  const fixture = TestBed.createComponent(Host);
  await fixture.whenStable();
  (fixture.nativeElement as HTMLElement).querySelector('button')?.click();
  await fixture.whenStable();
  return fixture.componentInstance;
};

describe('CopyButton', () => {
  it('puts the text on the clipboard and says so', async () => {
    const write = jest.fn().mockResolvedValue(undefined);
    const host = await press(write);
    expect(write).toHaveBeenCalledWith('plum-harbour');
    expect(host.copies()).toBe(1);
    expect(host.announcer.toasts().map(({ text }) => text)).toEqual(['Copied the password']);
  });

  it('says plainly when the browser refuses, and does not count it as copied', async () => {
    const host = await press(() => Promise.reject(new Error('denied')));
    expect(host.copies()).toBe(0);
    expect(host.announcer.toasts()[0]?.text).toContain('did not allow copying');
  });
});
