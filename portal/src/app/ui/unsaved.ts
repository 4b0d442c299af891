import { DestroyRef, inject, Injectable } from '@angular/core';
import type { CanDeactivateFn } from '@angular/router';

/** What leaving would lose, in the words to ask with. */
export interface Unsaved {
  readonly title: string;
  readonly text: string;
  readonly keep: string;
  readonly leave: string;
}

/** For forms whose fields are filled but not sent. */
export const filledIn: Unsaved = { title: 'Nothing is saved yet.', text: 'What you filled in is lost when you close this.', keep: 'Keep editing', leave: 'Discard' };

/** A part of the page that people may not want to leave yet. */
export interface Holder {
  /** True while leaving would lose something. */
  holds(): boolean;
  /** Puts the question on the screen. */
  ask(): void;
  /** True where only leaving the page loses something: what changes within it, such as a filter or an open drawer, is let through. */
  readonly onlyThePage?: boolean;
}

/** Keeps people from losing what they filled in by Back, by a link, or by closing the tab. */
@Injectable({ providedIn: 'root' })
export class LeaveGuard {
  private readonly holders = new Set<Holder>();

  constructor() {
    // The browser asks in its own words; pages cannot choose them.
    const askBrowser = (event: BeforeUnloadEvent): void => {
      if (this.holding().length > 0) event.preventDefault();
    };
    addEventListener('beforeunload', askBrowser);
    inject(DestroyRef).onDestroy(() => removeEventListener('beforeunload', askBrowser));
  }

  /** Call it where injection is possible; the holder is forgotten with its component. */
  register(holder: Holder, until: DestroyRef): void {
    this.holders.add(holder);
    until.onDestroy(() => this.holders.delete(holder));
  }

  /**
   * @param withinThePage true when the page stays and its query alone changes
   * @returns false when someone holds on; the question is on the screen then
   */
  mayLeave(withinThePage = false): boolean {
    const holding = this.holding().filter(({ onlyThePage }) => !(withinThePage && onlyThePage === true));
    for (const holder of holding) holder.ask();
    return holding.length === 0;
  }

  private holding(): readonly Holder[] {
    return [...this.holders].filter((holder) => holder.holds());
  }
}

/** For routes with forms; they need `runGuardsAndResolvers: 'paramsOrQueryParamsChange'` where the form opens by the query. */
export const askBeforeLeaving: CanDeactivateFn<unknown> = (_page, _route, from, to) => inject(LeaveGuard).mayLeave(pathOf(from.url) === pathOf(to.url));

const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? '';
