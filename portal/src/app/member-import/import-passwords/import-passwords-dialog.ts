import { Component, DOCUMENT, inject, input, output, signal } from '@angular/core';
import { SignIn } from '../../session/sign-in';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { RelativeTime } from '../../ui/relative-time';
import { saveFile } from '../../ui/save-file';
import { fetchPasswords } from './fetch-passwords';

/** Asks before the one-time passwords are given as a file: who may see them, how long they are here, and that it is written down. */
@Component({
  selector: 'dz-import-passwords-dialog',
  imports: [Button, Dialog, Notice, RelativeTime],
  templateUrl: './import-passwords-dialog.html',
  styles: `
    ul {
      display: grid;
      gap: 6px;
      padding-left: 18px;
      list-style: disc;
    }
  `,
})
export class ImportPasswordsDialog {
  readonly importId = input.required<string>();
  readonly fileName = input.required<string>();
  /** When they are forgotten, in milliseconds since 1970. */
  readonly until = input.required<number>();
  readonly dismiss = output();

  private readonly document = inject(DOCUMENT);
  private readonly signIn = inject(SignIn);
  protected readonly busy = signal(false);
  protected readonly problem = signal<{ readonly message: string; readonly requestId: string | null } | null>(null);
  /** How many passwords the file had; null before it was downloaded. */
  protected readonly given = signal<number | null>(null);

  protected async download(): Promise<void> {
    this.problem.set(null);
    this.busy.set(true);
    const answer = await fetchPasswords(this.importId());
    this.busy.set(false);
    if ('text' in answer) {
      this.given.set(answer.count);
      if (answer.count > 0) saveFile(this.document, `passwords-${this.fileName()}`, 'text/csv', answer.text);
      return;
    }
    if (answer.signedOut) this.signIn.start();
    this.problem.set(answer);
  }
}
