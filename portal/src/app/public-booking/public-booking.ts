import { Component, computed, effect, ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { PlainPage } from '../pages/plain-page';
import { Portal } from '../session/portal-config';
import { Brand } from '../ui/brand';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { BookSlotForm, type BookedTime } from './book-slot/book-slot-form';
import { PublicBookingPageDocument } from './public-booking.generated';
import { byDay, visitorTimes, visitorTimeZone } from './visitor-times';

const stepMs = 14 * 86_400_000;

/**
 * A page on which a visitor books a time with its host; needs no sign-in. The two weeks in view (`weeks`), the chosen day
 * (`day`) and the chosen time (`at`) live in the address.
 */
@Component({
  selector: 'dz-public-booking',
  imports: [RouterLink, BookSlotForm, Brand, EmptyState, Icon, PlainPage, QueryState],
  templateUrl: './public-booking.html',
  styleUrl: './public-booking.css',
})
export class PublicBooking {
  readonly tenant = input.required<string>();
  readonly page = input.required<string>();
  readonly weeks = input<string>();
  readonly day = input<string>();
  readonly at = input<string>();

  private readonly router = inject(Router);
  protected readonly portal = inject(Portal);
  protected readonly zone = inject(visitorTimeZone);
  protected readonly times = visitorTimes(this.zone);
  private readonly heading = viewChild<ElementRef<HTMLElement>>('heading');

  private readonly openedAt = Date.now();
  /** How many steps of two weeks the view is ahead of today. */
  protected readonly step = computed(() => Math.min(30, Math.max(0, Math.trunc(Number(this.weeks()) || 0))));
  private readonly window = computed(() => {
    const from = this.openedAt + this.step() * stepMs;
    return { from: new Date(from).toISOString(), to: new Date(from + stepMs).toISOString() };
  });

  protected readonly query = liveQuery(PublicBookingPageDocument, () => ({ tenant: this.tenant(), page: this.page(), ...this.window() }), {
    keepPrevious: true,
    pollMs: (): number => (this.booked() === null ? 60_000 : 0),
  });
  protected readonly shown = computed(() => this.query.data()?.publicBookingPage ?? null);
  /** Null while it is not known which times are free, or whether any is. */
  protected readonly days = computed(() => {
    const slots = this.shown()?.slots ?? null;
    return slots === null ? null : byDay(slots, this.times);
  });
  protected readonly chosenDay = computed(() => this.days()?.find(({ key }) => key === this.day()) ?? this.days()?.[0] ?? null);
  protected readonly chosenTime = computed(() => (this.at() !== undefined && !Number.isNaN(Date.parse(this.at() ?? '')) ? (this.at() ?? null) : null));
  protected readonly hasLater = computed(() => {
    const until = this.shown()?.bookableUntil;
    return until !== undefined && Date.parse(this.window().to) < Date.parse(until);
  });
  private readonly last = signal<BookedTime | null>(null);
  /** The booking just made, as long as the address still names its time: Back leads to the list again. */
  protected readonly booked = computed(() => {
    const [last, at] = [this.last(), this.chosenTime()];
    return last !== null && at !== null && Date.parse(last.startsAt) === Date.parse(at) ? last : null;
  });

  constructor() {
    // Form and confirmation take the place of the list: keyboard and screen reader go on at their heading.
    effect(() => this.heading()?.nativeElement.focus());
  }

  protected choose(at: string | null): void {
    void this.router.navigate([], { queryParams: { at, ...(at === null ? {} : { day: this.times.dayKey(at) }) }, queryParamsHandling: 'merge' });
  }

  protected confirm(booked: BookedTime): void {
    this.last.set(booked);
    this.query.refetch();
  }
}
