import { computed, DestroyRef, inject, Injectable, Injector, runInInjectionContext, signal } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { filter, firstValueFrom } from 'rxjs';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import type { MemberRowFragment } from '../members.generated';
import { type BulkAct, bulkSend, type Sent } from './bulk-act';
import { BulkWorkDocument } from './bulk-run.generated';

/** Where one user of a bulk change is. What is not sent has changed nothing; what is at work goes on by itself. */
export type BulkState = 'WAITING' | 'SENDING' | 'WORKING' | 'DONE' | 'STOPPED' | 'REFUSED' | 'FAILED' | 'NOT_SENT';

export interface BulkRow {
  readonly member: MemberRowFragment;
  readonly state: BulkState;
  /** Why it did not succeed, or what it waits for. */
  readonly words: string | null;
}

/** Requests on their way at once: as many as a person would have in a few tabs, so that nobody else's page waits. */
const lanes = 3;
const followMs = 1_000;
const budgetMs = 5_000;

/** One change to several users: sends them few at a time and follows each to its end, whether or not anybody looks. */
@Injectable()
export class BulkRun {
  private readonly apollo = inject(Apollo);
  private readonly injector = inject(Injector);
  private readonly sends = new Map<string, (memberId: string) => Promise<Sent>>();
  private readonly workflows = new Map<string, string>();
  private following = false;
  private slug = '';

  private readonly list = signal<readonly BulkRow[]>([]);
  readonly rows = this.list.asReadonly();
  /** What is done; null while nothing was begun. */
  readonly act = signal<BulkAct | null>(null);
  /** How many changes are not with the servers yet: these are lost with the page. */
  readonly unsent = computed(() => this.count('WAITING') + this.count('SENDING'));
  readonly going = computed(() => this.unsent() + this.count('WORKING') > 0);
  readonly over = computed(() => this.list().length - this.unsent() - this.count('WORKING'));
  /** Those whose request did not arrive or was never sent, to be sent again. */
  readonly lost = computed(() => this.count('FAILED') + this.count('NOT_SENT'));

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
  }

  count(state: BulkState): number {
    return this.list().filter((row) => row.state === state).length;
  }

  /** Begins; the outcome of a run before is forgotten. */
  async start(slug: string, act: BulkAct, members: readonly MemberRowFragment[]): Promise<void> {
    this.slug = slug;
    this.act.set(act);
    this.sends.clear();
    this.workflows.clear();
    for (const { id } of members) this.sends.set(id, runInInjectionContext(this.injector, () => bulkSend(act)));
    this.list.set(members.map((member) => ({ member, state: 'WAITING', words: null })));
    await this.sendWaiting();
  }

  /** Sends again what did not arrive. */
  async again(): Promise<void> {
    this.list.update((rows) => rows.map((row) => (row.state === 'FAILED' || row.state === 'NOT_SENT' ? { ...row, state: 'WAITING', words: null } : row)));
    await this.sendWaiting();
  }

  /** Sends no more; what is sent goes on. */
  stop(): void {
    this.list.update((rows) => rows.map((row) => (row.state === 'WAITING' ? { ...row, state: 'NOT_SENT', words: 'Not sent: nothing was changed.' } : row)));
  }

  forget(): void {
    this.act.set(null);
    this.list.set([]);
  }

  private async sendWaiting(): Promise<void> {
    await Promise.all(Array.from({ length: lanes }, () => this.lane()));
  }

  private async lane(): Promise<void> {
    for (;;) {
      const row = this.list().find(({ state }) => state === 'WAITING');
      if (row === undefined) return;
      const { id } = row.member;
      this.put(id, 'SENDING', null);
      const sent = await this.sends.get(id)?.(id);
      if (sent === undefined) return;
      if ('workflow' in sent) this.heed(id, sent.workflow);
      else if ('refusal' in sent) this.put(id, 'REFUSED', sent.refusal);
      else if (sent.problem.code === 'RATE_LIMITED') {
        this.put(id, 'WAITING', 'Many requests just now: goes on in a moment.');
        await pause(budgetMs);
      } else this.put(id, 'FAILED', sent.problem.message);
    }
  }

  private heed(memberId: string, workflow: WorkflowPartsFragment): void {
    this.workflows.set(memberId, workflow.id);
    const stop = workflow.steps.find(({ state }) => state === 'FAILED');
    switch (workflow.state) {
      case 'SUCCEEDED':
        return this.put(memberId, 'DONE', null);
      case 'NEEDS_ATTENTION':
        return this.put(memberId, 'STOPPED', `Stopped at “${stop?.title ?? 'a step'}”. ${stop?.lastError ?? ''} Open the user to retry or undo.`);
      case 'UNDONE':
        return this.put(memberId, 'STOPPED', 'Undone: the steps that were done have been taken back.');
      default:
        this.put(memberId, 'WORKING', null);
        void this.follow();
    }
  }

  /** One question at a time, for as long as work goes on. */
  private async follow(): Promise<void> {
    if (this.following) return;
    this.following = true;
    try {
      while (this.count('WORKING') > 0) {
        await pause(followMs);
        for (const { member } of this.list().filter(({ state }) => state === 'WORKING')) await this.look(member.id);
      }
    } finally {
      this.following = false;
    }
  }

  private async look(id: string): Promise<void> {
    // The first answer is enough: while others are sent, one that waits for a moment without mutations would wait for all of them.
    const { data, dataState, error } = await firstValueFrom(
      this.apollo.watchQuery({ query: BulkWorkDocument, variables: { slug: this.slug, id }, fetchPolicy: 'network-only', errorPolicy: 'all' }).valueChanges.pipe(filter(({ loading }) => !loading)),
    );
    const workflow = (dataState === 'complete' ? data : null)?.tenant?.member?.workflows?.edges.find(({ node }) => node.id === this.workflows.get(id))?.node;
    if (workflow !== undefined) this.heed(id, workflow);
    else this.put(id, 'WORKING', error === undefined ? null : 'How far it is cannot be seen just now. The work goes on.');
  }

  private put(id: string, state: BulkState, words: string | null): void {
    this.list.update((rows) => rows.map((row) => (row.member.id === id ? { ...row, state, words } : row)));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
