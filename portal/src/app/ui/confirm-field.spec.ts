import { TestBed } from '@angular/core/testing';
import { ConfirmField } from './confirm-field';

describe('ConfirmField', () => {
  it('matches when the name is typed, whatever space is around it', async () => {
    const fixture = TestBed.createComponent(ConfirmField);
    fixture.componentRef.setInput('name', 'Ada Lovelace ');
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    const box = host.querySelector('input')!;
    const type = (text: string): boolean => {
      box.value = text;
      box.dispatchEvent(new Event('input'));
      return fixture.componentInstance.matches();
    };
    expect(host.querySelector('label')?.textContent).toBe('Type “Ada Lovelace ” to confirm');
    expect([fixture.componentInstance.matches(), type('Ada'), type('ada lovelace'), type(' Ada Lovelace')]).toEqual([false, false, false, true]);
  });
});
