import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, computed, inject, input, output } from '@angular/core';
import { Session } from '../session/session';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { SetUpLink } from './mail-set-up/set-up-link';
import type { MemberDecision } from './member-decision';
import { whyNot } from './member-status';
import type { MemberRowFragment } from './members.generated';

/** What can be done to one member; what cannot says why. */
@Component({
  selector: 'dz-member-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon, IconButton],
  templateUrl: './member-menu.html',
  styles: `
    .reason {
      max-width: 220px;
    }
  `,
})
export class MemberMenu {
  readonly member = input.required<MemberRowFragment>();
  readonly decide = output<MemberDecision>();
  readonly details = output();

  protected readonly link = inject(SetUpLink);
  private readonly session = inject(Session);
  private readonly viewerId = computed(() => this.session.viewer()?.user.id ?? null);
  protected readonly lock = computed(() => whyNot(this.member(), this.viewerId()));
  /** Who looks; their own password and sessions are in their own hands. */
  protected readonly self = computed(() => this.member().user.id === this.viewerId());
  protected readonly settled = computed(() => this.member().status === 'ACTIVE' || this.member().status === 'SUSPENDED');

  protected choose(act: MemberDecision['act']): void {
    this.decide.emit({ act, member: this.member() });
  }

  protected download(url: string): void {
    location.assign(url);
  }
}
