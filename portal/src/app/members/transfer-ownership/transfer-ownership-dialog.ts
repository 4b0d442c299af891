import { Component, computed, input, output, signal } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { QueryState } from '../../graphql/query-state';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { SearchBox } from '../../ui/search-box';
import type { MemberRowFragment } from '../members.generated';
import { OwnershipChoicesDocument, TransferOwnershipDocument } from './transfer-ownership-dialog.generated';

/** Makes somebody the owner: says what changes for both. Without `member` it asks first who it is to be. */
@Component({
  selector: 'dz-transfer-ownership-dialog',
  imports: [Button, Dialog, Notice, QueryState, SearchBox],
  templateUrl: './transfer-ownership-dialog.html',
  styleUrl: './transfer-ownership-dialog.css',
})
export class TransferOwnershipDialog {
  readonly slug = input.required<string>();
  /** Who becomes the owner; null asks. */
  readonly member = input.required<MemberRowFragment | null>();
  readonly dismiss = output();

  protected readonly search = signal('');
  protected readonly query = liveQuery(
    OwnershipChoicesDocument,
    () => ({ slug: this.slug(), filter: { status: 'ACTIVE' as const }, ...(this.search() === '' ? {} : { search: this.search() }) }),
    { keepPrevious: true },
  );
  protected readonly tenant = computed(() => this.query.data()?.tenant ?? null);
  protected readonly owner = computed(() => this.tenant()?.owner ?? null);
  protected readonly candidates = computed(() => this.tenant()?.members.edges.map(({ node }) => node).filter(({ role }) => role !== 'OWNER') ?? []);
  protected readonly more = computed(() => this.tenant()?.members.pageInfo.hasNextPage === true);
  private readonly picked = signal<MemberRowFragment | null>(null);
  protected readonly next = computed(() => this.member() ?? this.picked());

  protected readonly transfer = mutation(TransferOwnershipDocument);
  private readonly refusal = signal<string | null>(null);
  protected readonly problem = computed(() => this.refusal() ?? this.transfer.problem()?.message ?? null);
  protected readonly done = signal<{ readonly owner: MemberRowFragment; readonly formerOwner: MemberRowFragment | null } | null>(null);

  protected pick(member: MemberRowFragment): void {
    this.picked.set(member);
    this.refusal.set(null);
  }

  protected async submit(): Promise<void> {
    const [tenant, next] = [this.tenant(), this.next()];
    if (tenant === null || next === null) return;
    this.refusal.set(null);
    const answer = await this.transfer.run({ input: { tenantId: tenant.id, memberId: next.id } });
    if (answer === null) return;
    const result = answer.transferOwnership;
    if ('owner' in result) this.done.set(result);
    else this.refusal.set(result.message);
  }
}
