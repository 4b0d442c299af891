import { Component, inject, input } from '@angular/core';
import { Button } from '../../ui/button';
import { SetUpLink } from './set-up-link';

/** Ways to bring a mailbox onto its owner's devices: the profile for Apple's, and a link to pass on for any. */
@Component({
  selector: 'dz-mail-set-up',
  imports: [Button],
  template: `
    <div class="row">
      <a dz-button icon="apple" [href]="profileUrl()" target="_blank">Add to Apple Mail</a>
      <button dz-button type="button" icon="copy" (click)="link.copy(name())">Copy set-up link</button>
    </div>
    <p class="small soft">A profile for iPhone, iPad and Mac, without a password in it; and a link that {{ name() }} opens on any device to set it up.</p>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .row {
      flex-wrap: wrap;
    }
  `,
})
export class MailSetUp {
  readonly profileUrl = input.required<string>();
  /** Whose mailbox it is. */
  readonly name = input.required<string>();
  protected readonly link = inject(SetUpLink);
}
