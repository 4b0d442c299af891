import { Component, computed, effect, ElementRef, inject, input, output, untracked, viewChild } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Dialog } from '../../ui/dialog';
import { IconButton } from '../../ui/icon-button';
import { RelativeTime } from '../../ui/relative-time';
import { UnsavedSections } from '../../ui/unsaved-sections';
import { workflowOver } from '../../workflow/workflow-over';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import { MemberAccessReport } from '../access-report/member-access-report';
import type { MemberDecision } from '../member-decision';
import { memberStatus, roleName, whyNot } from '../member-status';
import { ContactInformation } from './contact-information/contact-information';
import { DriveFacts } from './drive-facts/drive-facts';
import { MailboxAliases } from './mailbox-aliases/mailbox-aliases';
import { MemberDocument } from './member.generated';
import { MemberRole } from './member-role/member-role';
import { SignInFacts } from './sign-in-facts/sign-in-facts';
import { UsernameAndMail } from './username-and-mail/username-and-mail';
import { WorkDone } from './work-done/work-done';

/**
 * Everything about one member: sections that each save by themselves, facts from each system, and the work that is under way. J and K go to the next and
 * the one before; every way out asks while a section is not saved.
 */
@Component({
  selector: 'dz-member-drawer',
  imports: [
    Avatar,
    Badge,
    Button,
    ContactInformation,
    CopyButton,
    Dialog,
    DriveFacts,
    IconButton,
    MailboxAliases,
    MemberAccessReport,
    MemberRole,
    QueryState,
    RelativeTime,
    SignInFacts,
    UsernameAndMail,
    WorkDone,
    WorkflowProgress,
  ],
  providers: [UnsavedSections],
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

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly session = inject(Session);
  private readonly dialog = viewChild.required(Dialog);
  protected readonly sections = inject(UnsavedSections);
  protected readonly statuses = memberStatus;
  protected readonly roles = roleName;
  protected readonly query = liveQuery(MemberDocument, () => ({ slug: this.slug(), id: this.memberId() }), {
    pollMs: (): number => (this.working() ? 1_000 : 5_000),
  });
  protected readonly member = computed(() => this.query.data()?.tenant?.member ?? null);
  protected readonly shown = computed(() => [this.member()].filter((member) => member !== null));
  protected readonly workflows = computed(() => this.member()?.workflows?.edges.map(({ node }) => node) ?? []);
  /** What is under way, but for the telling of other systems, which shows in its section. */
  protected readonly current = computed(() => this.workflows().find((workflow) => !workflowOver(workflow) && workflow.kind !== 'UPDATE_MEMBER') ?? null);
  protected readonly mirror = computed(() => this.workflows().find(({ kind }) => kind === 'UPDATE_MEMBER') ?? null);
  private readonly working = computed(() => this.workflows().some((workflow) => !workflowOver(workflow)));
  private readonly viewerId = computed(() => this.session.viewer()?.user.id ?? null);
  protected readonly lock = computed(() => {
    const member = this.member();
    return member === null ? null : whyNot(member, this.viewerId());
  });
  protected readonly settled = computed(() => this.member()?.status === 'ACTIVE' || this.member()?.status === 'SUSPENDED');
  /** Whether their sign-in can be changed here: it is settled, not one's own, and no other change is under way, which the API would refuse. */
  protected readonly open = computed(() => this.settled() && this.current() === null && this.member()?.user.id !== this.viewerId());
  /** Where to go once what is unsaved is discarded; null closes. */
  protected wish: 1 | -1 | null = null;

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

  /** Goes to a neighbour, or asks first while something is not saved. */
  protected go(step: 1 | -1): void {
    if (this.sections.unsaved() === null) return this.step.emit(step);
    this.wish = step;
    this.dialog().leave();
  }

  protected leave(): void {
    const step = this.wish;
    this.wish = null;
    if (step === null) return this.dismiss.emit();
    this.sections.discardAll();
    this.step.emit(step);
  }

  /** Only while nothing is typed, and nothing lies above the drawer. */
  protected stepByKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches('input, select, textarea')) return;
    if (target.closest('dialog') !== null && !this.host.nativeElement.contains(target)) return;
    if (event.key === 'j') this.go(1);
    if (event.key === 'k') this.go(-1);
  }
}
