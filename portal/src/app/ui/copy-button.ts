import { Component, inject, input, output, signal } from '@angular/core';
import { Announcer } from './announcer';
import { Icon } from './icon';

/** Copies a text and says so in place. */
@Component({
  selector: 'button[dz-copy]',
  imports: [Icon],
  template: `<dz-icon [name]="copied() ? 'check' : 'copy'" size="small" />`,
  styles: `
    :host {
      display: inline-grid;
      flex: none;
      place-items: center;
      width: 28px;
      height: 28px;
      padding: 0;
      background: none;
      border: 0;
      border-radius: var(--radius-s);
      color: var(--text-faint);
      cursor: pointer;
    }
    :host(:hover) {
      background: var(--hover);
      color: var(--text);
    }
    :host(.copied) {
      color: var(--right);
    }
  `,
  host: {
    type: 'button',
    '[class.copied]': 'copied()',
    '[attr.aria-label]': 'ariaLabel()',
    '[title]': 'copied() ? "Copied" : ariaLabel()',
    '(click)': 'copy()',
  },
})
export class CopyButton {
  readonly text = input.required<string>({ alias: 'dz-copy' });
  /** What it does, as "Copy the password". */
  readonly ariaLabel = input.required<string>({ alias: 'aria-label' });
  readonly done = output();

  private readonly announcer = inject(Announcer);
  protected readonly copied = signal(false);

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
    } catch {
      // Browsers refuse without permission or outside a secure context; the text stays selectable.
      this.announcer.say('The browser did not allow copying. Select the text and copy it by hand.');
      return;
    }
    this.copied.set(true);
    this.announcer.say(this.ariaLabel().replace(/^Copy/, 'Copied'));
    this.done.emit();
    setTimeout(() => this.copied.set(false), 2_000);
  }
}
