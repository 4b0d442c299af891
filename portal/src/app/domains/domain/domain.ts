import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { QueryState } from '../../graphql/query-state';
import type { DnsRecordState } from '../../graphql/schema.generated';
import { Portal } from '../../session/portal-config';
import { Announcer } from '../../ui/announcer';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { ProgressBar } from '../../ui/progress-bar';
import { RelativeTime } from '../../ui/relative-time';
import { UnreachedAddresses, unreachedOf } from '../../ui/unreached-addresses';
import { workflowOver } from '../../workflow/workflow-over';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import { domainStatus, recordLook, recordPurpose } from '../domain-status';
import { DomainDocument } from './domain.generated';
import { DomainRecordsTable } from './domain-records-table';
import { MakeDomainPrimaryDocument } from '../make-domain-primary/make-domain-primary.generated';
import { RemoveDomainDialog } from '../remove-domain/remove-domain-dialog';
import { SendingPolicy } from '../sending-policy/sending-policy';
import { ZoneFileButton } from '../zone-file/zone-file-button';
import { RecheckDomainDocument } from './recheck-domain.generated';

const worstFirst: readonly DnsRecordState[] = ['BAD', 'UNKNOWN', 'WARN', 'UNCHECKED'];

/** One domain: how far its records are, what to publish, and the check by real DNS queries. */
@Component({
  selector: 'dz-domain',
  imports: [RouterLink, Badge, Button, DomainRecordsTable, EmptyState, Icon, Notice, Panel, ProgressBar, QueryState, RelativeTime, RemoveDomainDialog, SendingPolicy, UnreachedAddresses, WorkflowProgress, ZoneFileButton],
  templateUrl: './domain.html',
  styleUrl: './domain.css',
})
export class Domain {
  readonly slug = input.required<string>();
  readonly id = input.required<string>();
  /** `?remove=domain` opens the dialog that removes it. */
  readonly remove = input<string>();

  protected readonly portal = inject(Portal);
  protected readonly statuses = domainStatus;
  protected readonly recheck = mutation(RecheckDomainDocument);
  /** The mail server did not tell the records anew at the last recheck. */
  protected readonly recordsOld = signal(false);
  protected readonly query = liveQuery(DomainDocument, () => ({ slug: this.slug(), id: this.id() }), {
    pollMs: (): number => (this.working() ? 1_000 : 5_000),
  });
  protected readonly domain = computed(() => this.query.data()?.tenant?.domain ?? null);
  /** Advice alone: they are no part of what makes a domain right. */
  protected readonly unreached = computed(() => unreachedOf([this.query.data()?.tenant?.domain ?? { roleAddresses: [] }]));
  protected readonly workflow = computed(() => {
    const workflow = this.domain()?.workflow ?? null;
    return workflow === null || workflow.state === 'SUCCEEDED' ? null : workflow;
  });
  private readonly working = computed(() => {
    const workflow = this.workflow();
    return workflow !== null && !workflowOver(workflow);
  });

  protected readonly right = computed(() => this.domain()?.records.filter(({ state }) => state === 'OK').length ?? 0);
  /** What is to be said of the required records together. */
  protected readonly standing = computed((): 'claimed' | 'refused' | 'held-up' | 'unnamed' | 'right' | 'better' | 'unknown' | 'publish' => {
    const domain = this.domain();
    if (domain?.status === 'CLAIMED') {
      if (domain.records.some(({ state }) => state === 'OK' || state === 'WARN')) return 'held-up';
      return domain.records.some(({ state, value, found }) => state === 'BAD' && found.includes(value)) ? 'refused' : 'claimed';
    }
    if (domain?.records.every(({ kind }) => kind === 'OWNERSHIP')) return 'unnamed';
    if (domain === null || domain.status !== 'VERIFIED' || domain.recordsToFix > 0) return 'publish';
    const required = domain.records.filter((record) => record.required);
    if (required.some(({ state }) => state === 'UNKNOWN')) return 'unknown';
    return required.some(({ state }) => state === 'WARN') ? 'better' : 'right';
  });
  /** One line a purpose: as bad as the worst of its records. */
  protected readonly checklist = computed(() => {
    const records = this.domain()?.records ?? [];
    const kinds = [...new Set(records.map(({ kind }) => kind))];
    return kinds.map((kind) => {
      const ofKind = records.filter((record) => record.kind === kind);
      const worst = worstFirst.map((state) => ofKind.find((record) => record.state === state)).find((record) => record !== undefined);
      return { kind, ...recordPurpose[kind], look: recordLook(worst ?? { state: 'OK', found: [] }) };
    });
  });

  private readonly router = inject(Router);
  private readonly announcer = inject(Announcer);
  protected readonly primary = mutation(MakeDomainPrimaryDocument);
  protected readonly primaryRefusal = signal<string | null>(null);
  /** What is being removed, as it was before; kept when the domain goes, so that the dialog can say so. */
  protected readonly removing = linkedSignal<{ open: boolean; domain: { name: string; status: string } | null }, { name: string; claimed: boolean } | null>({
    source: () => ({ open: this.remove() === 'domain', domain: this.domain() }),
    computation: ({ open, domain }, previous) => {
      if (!open) return null;
      if (previous?.value && (domain === null || domain.status === 'REMOVING')) return previous.value;
      return domain && { name: domain.name, claimed: domain.status === 'CLAIMED' };
    },
  });

  protected async makePrimary(): Promise<void> {
    this.primaryRefusal.set(null);
    const answer = await this.primary.run({ input: { domainId: this.id() } });
    if (answer === null) return;
    const result = answer.makeDomainPrimary;
    if ('primaryDomain' in result) this.announcer.say(`${result.primaryDomain.name} is the primary domain. New mailboxes live on it.`);
    else this.primaryRefusal.set(result.message);
  }

  protected closeRemoval(): void {
    void this.router.navigate([], { queryParams: { remove: null }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected runRecheck(): void {
    void this.recheck.run({ input: { domainId: this.id() } }).then((answer) => {
      const { recordsRead, domain } = answer?.recheckDomain ?? {};
      // What is only claimed, or being set up, has nothing to be read yet.
      this.recordsOld.set(recordsRead === false && domain?.status !== 'CLAIMED' && (domain?.workflow == null || workflowOver(domain.workflow)));
    });
  }
}
