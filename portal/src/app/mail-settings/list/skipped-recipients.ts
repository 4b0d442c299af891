import { Component, input } from '@angular/core';
import { Notice } from '../../ui/notice';

/** Which of the pasted addresses were left out, and why. */
@Component({
  selector: 'dz-skipped-recipients',
  imports: [Notice],
  template: `
    <dz-notice tone="attention">
      <p>
        <strong>{{ skipped().length === 1 ? 'One address was' : skipped().length + ' addresses were' }} left out.</strong>
      </p>
      <ul>
        @for (one of skipped().slice(0, shown); track $index) {
          <li>
            <code>{{ one.text }}</code> {{ one.message }}
          </li>
        }
      </ul>
      @if (skipped().length > shown) {
        <p>And {{ skipped().length - shown }} more.</p>
      }
    </dz-notice>
  `,
  styles: `
    ul {
      margin: 4px 0 0;
      padding-left: 18px;
    }
    li {
      overflow-wrap: anywhere;
    }
  `,
})
export class SkippedRecipients {
  readonly skipped = input.required<readonly { readonly text: string; readonly message: string }[]>();
  protected readonly shown = 20;
}
