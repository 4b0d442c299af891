import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { Dialog } from './dialog';
import { filledIn, LeaveGuard, type Unsaved } from './unsaved';

@Component({
  imports: [Dialog],
  template: `
    <button id="opener" (click)="open.set(true)">Open</button>
    @if (open()) {
      <dz-dialog heading="Add domain" [unsaved]="unsaved" (dismiss)="ask()"
        ><p>Body</p>
        @if (first()) {
          <input id="first" dialog-focus />
        }
        <button dialog-actions id="save">Save</button></dz-dialog
      >
    }
  `,
})
class Host {
  readonly open = signal(false);
  readonly unsaved = signal<Unsaved | null>(null);
  readonly refuse = signal(false);
  readonly first = signal(false);
  readonly asked = signal(0);

  ask(): void {
    this.asked.update((times) => times + 1);
    if (!this.refuse()) this.open.set(false);
  }
}

const opened = async (first = false): Promise<{ fixture: ComponentFixture<Host>; host: HTMLElement; dialog: HTMLDialogElement }> => {
  const fixture = TestBed.createComponent(Host);
  fixture.componentInstance.first.set(first);
  const host = fixture.nativeElement as HTMLElement;
  document.body.append(host);
  await fixture.whenStable();
  const opener = host.querySelector<HTMLButtonElement>('#opener');
  opener?.focus();
  opener?.click();
  await fixture.whenStable();
  const dialog = host.querySelector('dialog');
  if (dialog === null) throw new Error('no dialog');
  return { fixture, host, dialog };
};

describe('Dialog', () => {
  it('shows itself, named by its heading, with the actions at its foot', async () => {
    const { host, dialog } = await opened();
    expect(dialog.open).toBe(true);
    expect(host.querySelector(`#${dialog.getAttribute('aria-labelledby')}`)?.textContent).toBe('Add domain');
    expect(dialog.querySelector('footer #save')).not.toBeNull();
  });

  it.each([
    [true, 'INPUT'],
    [false, 'H2'],
  ])('begins with the control that asks for the focus, or else with its heading (%s)', async (first, expected) => {
    await opened(first);
    expect(document.activeElement?.tagName).toBe(expected);
  });

  it('asks its owner on Escape and gives the focus back', async () => {
    const { fixture, host, dialog } = await opened();
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    await fixture.whenStable();
    expect(fixture.componentInstance.asked()).toBe(1);
    expect(host.querySelector('dialog')).toBeNull();
    expect(document.activeElement?.id).toBe('opener');
  });

  it('stays when its owner refuses', async () => {
    const { fixture, dialog } = await opened();
    fixture.componentInstance.refuse.set(true);
    const escape = new Event('cancel', { cancelable: true });
    dialog.dispatchEvent(escape);
    await fixture.whenStable();
    expect(escape.defaultPrevented).toBe(true);
    expect(dialog.open).toBe(true);
  });

  const press = (host: HTMLElement, words: string): void => {
    const button = [...host.querySelectorAll('button')].find((candidate) => candidate.textContent.trim() === words);
    if (button === undefined) throw new Error(`no button “${words}”`);
    button.click();
  };

  it('asks before Escape loses what is filled in, and goes on when told to keep it', async () => {
    const { fixture, host, dialog } = await opened();
    fixture.componentInstance.unsaved.set(filledIn);
    host.querySelector<HTMLElement>('#save')?.focus();
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    await fixture.whenStable();
    expect(fixture.componentInstance.asked()).toBe(0);
    expect(dialog.textContent).toContain('Nothing is saved yet.');
    expect(document.activeElement?.textContent?.trim()).toBe('Keep editing');
    press(host, 'Keep editing');
    await fixture.whenStable();
    expect(document.activeElement?.id).toBe('save');
    expect(dialog.textContent).not.toContain('Nothing is saved yet.');
    expect(dialog.open).toBe(true);
  });

  it('asks when the page is about to be left, and holds nobody who chose to discard', async () => {
    const { fixture, host, dialog } = await opened();
    fixture.componentInstance.unsaved.set(filledIn);
    fixture.componentInstance.refuse.set(true);
    expect(TestBed.inject(LeaveGuard).mayLeave()).toBe(false);
    await fixture.whenStable();
    expect(dialog.textContent).toContain('Nothing is saved yet.');
    press(host, 'Discard');
    expect(fixture.componentInstance.asked()).toBe(1);
    expect(TestBed.inject(LeaveGuard).mayLeave()).toBe(true);
  });

  it('asks anew once what it was released from is saved or discarded and it stays', async () => {
    const { fixture, host } = await opened();
    fixture.componentInstance.unsaved.set(filledIn);
    fixture.componentInstance.refuse.set(true);
    const guard = TestBed.inject(LeaveGuard);
    guard.mayLeave();
    await fixture.whenStable();
    press(host, 'Discard');
    fixture.componentInstance.unsaved.set(null);
    await fixture.whenStable();
    fixture.componentInstance.unsaved.set(filledIn);
    await fixture.whenStable();
    expect(guard.mayLeave()).toBe(false);
  });
});
