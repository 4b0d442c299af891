import { Component, input, output } from '@angular/core';
import { CopyField } from '../../ui/copy-field';
import type { Unsaved } from '../../ui/unsaved';

/** A password to hand over, shown this one time. */
@Component({
  selector: 'dz-one-time-password',
  imports: [CopyField],
  template: `
    <div>
      <h3>One-time password</h3>
      <p class="soft small">Shown once. {{ text() }}</p>
    </div>
    <dz-copy-field size="large" label="the one-time password" [text]="password()" (copied)="copied.emit()" />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
    }
  `,
})
export class OneTimePassword {
  readonly password = input.required<string>();
  /** Who does what with it. */
  readonly text = input.required<string>();
  readonly copied = output();
}

/** Who does what with a password for the first sign-in. */
export const firstSignIn = (name: string, address: string): string => `${name} signs in as ${address} with it and then chooses their own.`;

/**
 * What closing the window loses while the password was not copied.
 * @param shown false while the work that makes it good still runs
 * @param loss what cannot be done without it, as a sentence
 */
export const uncopied = (shown: boolean, loss: string): Unsaved =>
  shown
    ? { title: 'Is the password copied?', text: `It is not shown again. ${loss}`, keep: 'Go back', leave: 'Close without copying' }
    : {
        title: 'The one-time password is still to come.',
        text: 'It shows here when all steps are done, and nowhere else. The work itself goes on without this window.',
        keep: 'Go back',
        leave: 'Close all the same',
      };
