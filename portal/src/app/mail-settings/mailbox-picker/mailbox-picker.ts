import { Component, computed, DestroyRef, inject, input, output, signal } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import { MailboxChoicesDocument } from './mailbox-picker.generated';

export interface MailboxChoice {
  readonly id: string;
  readonly memberId: string;
}

const searchPauseMs = 200;

/** Finds a mailbox by a few letters of its address or its owner's name. */
@Component({
  selector: 'dz-mailbox-picker',
  imports: [QueryState],
  templateUrl: './mailbox-picker.html',
  styleUrl: './mailbox-picker.css',
})
export class MailboxPicker {
  readonly slug = input.required<string>();
  readonly chosen = input.required<string | null>();
  readonly error = input<string | null>(null);
  readonly choose = output<MailboxChoice>();

  protected readonly text = signal('');
  protected readonly query = liveQuery(MailboxChoicesDocument, () => ({ slug: this.slug(), ...(this.text() === '' ? {} : { search: this.text() }) }), { keepPrevious: true });
  protected readonly page = computed(() => this.query.data()?.tenant?.mailboxes ?? null);
  protected readonly mailboxes = computed(() => this.page()?.edges.map(({ node }) => node) ?? []);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected type(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.text.set(text.trim()), searchPauseMs);
  }
}
