import { Component, computed, type ElementRef, input, linkedSignal, output, signal, viewChild } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import type { VisitorTimes } from '../visitor-times';
import { BookSlotDocument } from './book-slot-form.generated';

/** What came of it, as the visitor is shown it. */
export interface BookedTime {
  readonly id: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly attendeeName: string;
  readonly attendeeEmail: string;
  /** Seen in the host's calendar; reserved all the same when not. */
  readonly confirmed: boolean;
}

const address = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/;

/** Asks who books a time, and books it. Says what is free instead when somebody was faster. */
@Component({
  selector: 'dz-book-slot-form',
  imports: [Button, Field, Notice],
  templateUrl: './book-slot-form.html',
})
export class BookSlotForm {
  readonly tenant = input.required<string>();
  readonly page = input.required<string>();
  /** RFC 3339. */
  readonly startsAt = input.required<string>();
  readonly times = input.required<VisitorTimes>();
  readonly booked = output<BookedTime>();
  /** Another time, or null for the list of them. */
  readonly choose = output<string | null>();
  /** The list shows times that are free no more. */
  readonly stale = output();

  private readonly nameBox = viewChild<ElementRef<HTMLInputElement>>('nameBox');
  private readonly emailBox = viewChild<ElementRef<HTMLInputElement>>('emailBox');
  // Nobody signed in, so nobody can follow the work: the answer waits until the calendar shows the event.
  protected readonly book = mutation(BookSlotDocument, { waitSeconds: 6 });
  protected readonly name = signal('');
  protected readonly email = signal('');
  private readonly left = signal({ name: false, email: false });
  /** What the server says of a field, until it is changed. */
  private readonly refused = signal<{ readonly name: string | null; readonly email: string | null }>({ name: null, email: null });
  /** The time cannot be had; gone when another one is chosen. */
  protected readonly lost = linkedSignal<string, { readonly message: string; readonly nextFree: string | null } | null>({ source: this.startsAt, computation: () => null });

  private readonly wrong = computed(() => ({
    name: this.name().trim() === '' ? 'Enter your name.' : null,
    email: address.test(this.email().trim()) ? null : 'Enter an e-mail address such as ada@example.com.',
  }));
  protected readonly errors = computed(() => ({
    name: this.refused().name ?? (this.left().name ? this.wrong().name : null),
    email: this.refused().email ?? (this.left().email ? this.wrong().email : null),
  }));

  protected type(field: 'name' | 'email', text: string): void {
    this[field].set(text);
    this.refused.update((refused) => ({ ...refused, [field]: null }));
    this.left.update((left) => ({ ...left, [field]: false }));
  }

  protected leave(field: 'name' | 'email'): void {
    if (this[field]().trim() !== '') this.left.update((left) => ({ ...left, [field]: true }));
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.left.set({ name: true, email: true });
    if (this.focusOnWrong(this.wrong().name !== null, this.wrong().email !== null)) return;
    const [attendeeName, attendeeEmail] = [this.name().trim(), this.email().trim()];
    const answer = await this.book.run({ input: { tenant: this.tenant(), page: this.page(), startsAt: this.startsAt(), attendeeName, attendeeEmail } });
    if (answer === null) return;
    const result = answer.bookSlot;
    if ('booking' in result) {
      const { id, startsAt, endsAt, state } = result.booking;
      this.booked.emit({ id, startsAt, endsAt, attendeeName, attendeeEmail, confirmed: state === 'CONFIRMED' });
      return;
    }
    if (result.code === 'INVALID_INPUT') {
      const field = result.path?.at(-1) === 'attendeeName' ? 'name' : 'email';
      this.refused.update((refused) => ({ ...refused, [field]: result.message }));
      this.focusOnWrong(field === 'name', field === 'email');
      return;
    }
    this.lost.set({ message: result.message, nextFree: 'nextFree' in result ? (result.nextFree?.startsAt ?? null) : null });
    this.stale.emit();
  }

  private focusOnWrong(name: boolean, email: boolean): boolean {
    if (name) this.nameBox()?.nativeElement.focus();
    else if (email) this.emailBox()?.nativeElement.focus();
    return name || email;
  }
}
