import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { QueryState } from '../../graphql/query-state';
import { Portal } from '../../session/portal-config';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { type Stage, Stages } from '../../ui/stages';
import { workflowOver } from '../../workflow/workflow-over';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import { DomainRecordsTable } from '../domain/domain-records-table';
import { DomainDocument } from '../domain/domain.generated';
import { RecheckDomainDocument } from '../domain/recheck-domain.generated';
import { ZoneFileButton } from '../zone-file/zone-file-button';

/**
 * From a name to a domain whose mail works, in order: it is shown to be theirs, made in the mail server, its records are
 * published, and all of it is checked. Which stage it is in follows from what is kept, so that closing the browser loses nothing.
 */
@Component({
  selector: 'dz-domain-set-up',
  imports: [NgTemplateOutlet, RouterLink, Button, DomainRecordsTable, EmptyState, Icon, Notice, Panel, QueryState, RelativeTime, Stages, WorkflowProgress, ZoneFileButton],
  templateUrl: './domain-set-up.html',
  styleUrl: './domain-set-up.css',
})
export class DomainSetUp {
  readonly slug = input.required<string>();
  readonly id = input.required<string>();

  protected readonly portal = inject(Portal);
  protected readonly recheck = mutation(RecheckDomainDocument);
  protected readonly query = liveQuery(DomainDocument, () => ({ slug: this.slug(), id: this.id() }), {
    pollMs: (): number => (this.working() ? 1_000 : 5_000),
  });
  protected readonly domain = computed(() => this.query.data()?.tenant?.domain ?? null);
  protected readonly records = computed(() => this.domain()?.records ?? []);
  protected readonly workflow = computed(() => this.domain()?.workflow ?? null);
  protected readonly working = computed(() => {
    const workflow = this.workflow();
    return workflow !== null && !workflowOver(workflow);
  });

  private readonly owned = computed(() => this.domain() !== null && this.domain()?.status !== 'CLAIMED');
  protected readonly verified = computed(() => this.domain()?.status === 'VERIFIED');
  protected readonly ownership = computed(() => this.records().filter(({ kind }) => kind === 'OWNERSHIP'));
  /** Seen, and still nothing follows: changes at the mail server are switched off. */
  protected readonly heldUp = computed(() => !this.owned() && this.ownership().some(({ state }) => state === 'OK' || state === 'WARN'));
  /** The mail server has said what else to publish. */
  protected readonly named = computed(() => this.records().length > this.ownership().length);
  /** The ownership record is among them only when it was taken away again. */
  protected readonly mail = computed(() => this.records().filter(({ kind, state }) => kind !== 'OWNERSHIP' || state === 'BAD'));
  protected readonly toFix = computed(() => this.mail().filter(({ required, state }) => required && state !== 'OK' && state !== 'WARN').length);

  /** What works and should be looked at. */
  protected readonly better = computed(() => this.records().filter(({ required, state }) => required && state === 'WARN'));

  protected readonly stages = computed((): readonly Stage[] => [
    { id: 'name', name: 'Add the name', done: true },
    { id: 'own', name: 'Show that it is yours', done: this.owned() },
    { id: 'publish', name: 'Publish the records', done: this.verified() },
    { id: 'ready', name: 'Done', done: this.verified() },
  ]);
  /** The first stage that is not done; a person may look back at those before it. */
  protected readonly at = linkedSignal(() => this.stages().find(({ done }) => !done)?.id ?? 'ready');

  protected check(): void {
    void this.recheck.run({ input: { domainId: this.id() } });
  }
}
