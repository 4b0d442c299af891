import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { NgTemplateOutlet } from '@angular/common';
import { afterNextRender, Component, computed, effect, ElementRef, inject, Injector, input, signal, untracked, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { liveQuery } from '../graphql/live-query';
import { Denied } from '../pages/denied';
import { PersonMenu } from '../session/person-menu';
import { Portal } from '../session/portal-config';
import { Session } from '../session/session';
import { Avatar } from '../ui/avatar';
import { Brand } from '../ui/brand';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error-panel';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import type { IconName } from '../ui/icons';
import { CommandPalette } from './command-palette';
import { ShellBadgesDocument, ShellTenantDocument } from './shell.generated';

interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** What needs attention there; 0 shows nothing. */
  readonly count: number;
}

/** The frame around the pages of one workspace. */
@Component({
  selector: 'dz-shell',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    NgTemplateOutlet,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    Avatar,
    Brand,
    CommandPalette,
    Denied,
    Dialog,
    ErrorPanel,
    Icon,
    IconButton,
    PersonMenu,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
  host: { '(document:keydown)': 'openPaletteByKey($event)' },
})
export class Shell {
  readonly slug = input.required<string>();

  protected readonly session = inject(Session);
  protected readonly portal = inject(Portal);
  private readonly router = inject(Router);
  private readonly injector = inject(Injector);
  private readonly main = viewChild<ElementRef<HTMLElement>>('main');

  protected readonly tenantQuery = liveQuery(ShellTenantDocument, () => ({ slug: this.slug() }));
  private readonly badgesQuery = liveQuery(ShellBadgesDocument, () => ({ slug: this.slug() }), { pollMs: 5_000 });

  protected readonly tenant = computed(() => this.tenantQuery.data()?.tenant ?? null);
  protected readonly problem = computed(() => this.tenantQuery.problems()[0] ?? null);
  protected readonly denied = computed(() => {
    if (this.session.workspacesKnown() && !this.session.runs(this.slug())) return true;
    const code = this.problem()?.code;
    return code === 'FORBIDDEN' || code === 'NOT_FOUND' || (this.problem() === null && this.tenantQuery.data()?.tenant === null);
  });

  protected readonly placesOpen = signal(false);
  protected readonly paletteOpen = signal(false);
  protected readonly places = computed<readonly Place[]>(() => [
    { path: `/t/${this.slug()}`, name: 'Dashboard', icon: 'dashboard', count: 0 },
    { path: `/t/${this.slug()}/domains`, name: 'Domains', icon: 'domain', count: this.badgesQuery.data()?.tenant?.domainsNeedingAttention ?? 0 },
    { path: `/t/${this.slug()}/mail`, name: 'Mail settings', icon: 'mail', count: 0 },
    { path: `/t/${this.slug()}/users`, name: 'Users', icon: 'users', count: 0 },
    { path: `/t/${this.slug()}/scheduling`, name: 'Scheduling', icon: 'calendar', count: 0 },
  ]);

  private readonly path = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => urlAfterRedirects.split('?')[0]),
    ),
  );

  constructor() {
    // After going to another page the keyboard and the screen reader continue at its content.
    effect(() => {
      if (this.path() === undefined) return;
      untracked(() => {
        this.placesOpen.set(false);
        // Once the palette or the places are gone from the page: beside an open modal nothing else takes the focus.
        afterNextRender({ write: () => this.main()?.nativeElement.focus({ preventScroll: true }) }, { injector: this.injector });
      });
    });
  }

  protected openPaletteByKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.paletteOpen.set(true);
  }

  protected goTo(url: string): void {
    void this.router.navigateByUrl(url);
  }
}
