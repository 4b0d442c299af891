import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import type { DeliveryVerdict, HopOutcome, RecipientKind } from '../../graphql/schema.generated';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import type { MailWords } from '../mail-settings';
import { WhoReceivesDocument } from './who-receives.generated';

const verdicts: Record<DeliveryVerdict, { readonly words: string; readonly tone: Tone }> = {
  DELIVERED: { words: 'is delivered.', tone: 'right' },
  PARTLY: { words: 'is delivered to some of those it goes to.', tone: 'attention' },
  REFUSED: { words: 'is refused.', tone: 'wrong' },
  NOT_OURS: { words: 'is for somebody else to decide: its domain is none of yours.', tone: 'quiet' },
};

const outcomes: Record<HopOutcome, { readonly words: string; readonly tone: Tone }> = {
  DELIVERED: { words: 'Delivered', tone: 'right' },
  HANDED_ON: { words: 'Handed on', tone: 'accent' },
  SENT_OUT: { words: 'Sent out', tone: 'quiet' },
  REFUSED: { words: 'Refused', tone: 'wrong' },
};

const kinds: Record<RecipientKind, string> = { MAILBOX: 'Mailbox', ALIAS: 'Alias', LIST: 'Distribution list', OUTSIDE: 'Outside of your company', NOBODY: 'Nobody' };

/** Follows mail to an address through aliases and lists, and tells where the mail server sees it otherwise. */
@Component({
  selector: 'dz-who-receives',
  imports: [RouterLink, Badge, Button, Field, Notice, QueryState],
  templateUrl: './who-receives.html',
  styleUrl: './who-receives.css',
})
export class WhoReceives {
  readonly slug = input.required<string>();
  readonly address = input<string>();
  readonly changed = output<MailWords>();

  protected readonly verdicts = verdicts;
  protected readonly outcomes = outcomes;
  protected readonly kinds = kinds;
  protected readonly text = linkedSignal(() => this.address() ?? '');
  protected readonly error = signal<string | null>(null);
  protected readonly query = liveQuery(WhoReceivesDocument, () => (this.address() === undefined ? null : { slug: this.slug(), address: this.address() ?? '' }), { keepPrevious: true });
  protected readonly path = computed(() => this.query.data()?.tenant?.deliveryPath ?? null);
  protected readonly check = computed(() => this.path()?.atMailServer ?? null);
  protected readonly unchecked = computed(() => this.query.problems().find(({ path }) => path.at(-1) === 'atMailServer') ?? null);
  protected readonly counts = computed(() => {
    const path = this.path();
    if (path === null || path.verdict === 'NOT_OURS') return '';
    const some = (count: number, one: string, many: string): string[] => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]);
    return [...some(path.mailboxCount, 'mailbox', 'mailboxes'), ...some(path.outsideCount, 'address outside', 'addresses outside'), ...some(path.refusedCount, 'refusal', 'refusals')].join(', ');
  });

  protected ask(event: Event): void {
    event.preventDefault();
    const address = this.text().trim().toLowerCase();
    if (!/^[^\s@%]{1,64}@[^\s@]{1,253}$/.test(address)) return this.error.set('Enter a whole address, such as info@example.com.');
    this.error.set(null);
    if (address === this.address()) this.query.refetch();
    else this.changed.emit({ address });
  }
}
