import { Component, computed, effect, inject } from '@angular/core';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { toSignal } from '@angular/core/rxjs-interop';
import { filter, map } from 'rxjs';
import { ErrorPanel } from '../ui/error-panel';
import { Skeleton } from '../ui/skeleton';
import { Session } from './session';

/** Lets a page show once it is known who is signed in; a password that must be chosen comes before every other page. */
@Component({
  selector: 'dz-session-gate',
  imports: [RouterOutlet, ErrorPanel, Skeleton],
  template: `
    @if (session.viewer() !== null) {
      @if (allowed()) {
        <router-outlet />
      }
    } @else if (session.problem(); as problem) {
      @if (problem.code !== 'UNAUTHENTICATED') {
        <main class="alone">
          <h1>Dezky cannot show your workspace</h1>
          <dz-error-panel
            heading="Your account did not load"
            [message]="problem.message"
            [requestId]="problem.requestId"
            [busy]="session.fetching()"
            (retry)="session.refetch()"
          />
        </main>
      }
    } @else {
      <main class="alone"><dz-skeleton [lines]="4" /></main>
    }
  `,
  styles: `
    .alone {
      display: grid;
      gap: 16px;
      max-width: 480px;
      margin: 18vh auto 0;
      padding: 0 24px;
    }
  `,
})
export class SessionGate {
  protected readonly session = inject(Session);
  private readonly router = inject(Router);

  private readonly url = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => urlAfterRedirects),
    ),
    { initialValue: this.router.url },
  );
  private readonly mustChoose = computed(() => this.session.viewer()?.passwordChangeRequired === true);
  protected readonly allowed = computed(() => !this.mustChoose() || this.url().startsWith('/choose-password'));

  constructor() {
    effect(() => {
      if (!this.allowed()) void this.router.navigateByUrl('/choose-password', { replaceUrl: true });
    });
  }
}
