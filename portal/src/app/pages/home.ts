import { Component, effect, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Session } from '../session/session';

/** Sends people to where they work: a partner's tenants, the first workspace they run, or their own page. */
@Component({ selector: 'dz-home', template: '' })
export class Home {
  constructor() {
    const session = inject(Session);
    const router = inject(Router);
    effect(() => {
      if (!session.workspacesKnown()) return;
      const first = session.workspaces()[0];
      const place = session.viewer()?.partner ? '/partner' : first === undefined ? '/me' : `/t/${first.slug}`;
      void router.navigateByUrl(place, { replaceUrl: true });
    });
  }
}
