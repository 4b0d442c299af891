import { Component, computed, effect, input, output, untracked } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import { Avatar } from '../../ui/avatar';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { formatBytes } from '../../ui/bytes';
import { CopyButton } from '../../ui/copy-button';
import { Dialog } from '../../ui/dialog';
import { IconButton } from '../../ui/icon-button';
import { Notice } from '../../ui/notice';
import { RelativeTime } from '../../ui/relative-time';
import { workflowName } from '../../workflow/workflow-name';
import { workflowOver } from '../../workflow/workflow-over';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { MemberDecision } from '../member-decision';
import { backendState, lockReason, memberStatus, roleName } from '../member-status';
import { MemberDocument } from './member.generated';

/** Everything about one member, from each system, with the work that is under way. J and K go to the next and the one before. */
@Component({
  selector: 'dz-member-drawer',
  imports: [Avatar, Badge, Button, CopyButton, Dialog, IconButton, Notice, QueryState, RelativeTime, WorkflowProgress],
  templateUrl: './member-drawer.html',
  styleUrl: './member-drawer.css',
  host: { '(document:keydown)': 'stepByKey($event)' },
})
export class MemberDrawer {
  readonly slug = input.required<string>();
  readonly memberId = input.required<string>();
  readonly decide = output<MemberDecision>();
  readonly step = output<1 | -1>();
  readonly dismiss = output();

  protected readonly bytes = formatBytes;
  protected readonly statuses = memberStatus;
  protected readonly roles = roleName;
  protected readonly states = backendState;
  protected readonly kinds = workflowName;
  protected readonly query = liveQuery(MemberDocument, () => ({ slug: this.slug(), id: this.memberId() }), {
    pollMs: (): number => (this.working() ? 1_000 : 5_000),
  });
  protected readonly member = computed(() => this.query.data()?.tenant?.member ?? null);
  /** What was given of the person. */
  protected readonly details = computed(() => {
    const member = this.member();
    if (member === null) return [];
    const { firstName, lastName, phone, alternativeEmail } = member;
    return Object.entries({ 'First name': firstName, 'Last name': lastName, Phone: phone, 'Other address': alternativeEmail }).flatMap(([name, value]) =>
      value === null ? [] : [{ name, value }],
    );
  });
  protected readonly workflows = computed(() => this.member()?.workflows?.edges.map(({ node }) => node) ?? []);
  protected readonly current = computed(() => this.workflows().find((workflow) => !workflowOver(workflow)) ?? null);
  private readonly working = computed(() => this.current() !== null);
  protected readonly lock = computed(() => {
    const lock = this.member()?.roleLock ?? null;
    return lock === null ? null : lockReason[lock];
  });
  protected readonly settled = computed(() => this.member()?.status === 'ACTIVE' || this.member()?.status === 'SUSPENDED');

  constructor() {
    // What the work changed, or took away, is shown when it ends and not at the next turn of the clock.
    let before = false;
    effect(() => {
      const now = this.working();
      if (before && !now) untracked(() => this.query.refetch());
      before = now;
    });
  }

  /** Which parts failed, in the words of the one who looks. */
  protected problemOf(field: 'signIn' | 'mailbox' | 'drive'): string | null {
    return this.query.problems().find(({ path }) => path[2] === field)?.message ?? null;
  }

  protected choose(act: MemberDecision['act']): void {
    const member = this.member();
    if (member !== null) this.decide.emit({ act, member });
  }

  protected stepByKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (event.key === 'j') this.step.emit(1);
    if (event.key === 'k') this.step.emit(-1);
  }
}
