import { DOCUMENT, inject, Injectable } from '@angular/core';

/** The ways to the identity provider and back; the gateway keeps the tokens, so both are navigations of the browser. */
@Injectable({ providedIn: 'root' })
export class SignIn {
  private readonly document = inject(DOCUMENT);
  private started = false;

  /** Leaves for the identity provider and comes back to the page in view. Further calls wait for the first to leave. */
  start(): void {
    if (this.started) return;
    this.started = true;
    const { pathname, search } = this.document.location;
    this.document.location.assign(`/auth/login?returnTo=${encodeURIComponent(pathname + search)}`);
  }
}
