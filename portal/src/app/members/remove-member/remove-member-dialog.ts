import { Component, computed, input, output, signal, viewChild } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { formatBytes } from '../../ui/bytes';
import { ConfirmField } from '../../ui/confirm-field';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { WorkflowAccessReport } from '../access-report/workflow-access-report';
import { followWorkflow } from '../follow-workflow';
import { ListsOfMember } from '../lists-of-member/lists-of-member';
import type { MemberRowFragment } from '../members.generated';
import { RemovalLossDocument, RemoveMemberDocument } from './remove-member-dialog.generated';

const aliasesNamed = 5;

/** Names what will be lost, asks for the name to be typed, and shows each system letting go. */
@Component({
  selector: 'dz-remove-member-dialog',
  imports: [Button, ConfirmField, Dialog, Icon, ListsOfMember, Notice, WorkflowAccessReport, WorkflowProgress],
  templateUrl: './remove-member-dialog.html',
  styles: `
    li {
      display: flex;
      gap: 10px;
      padding: 5px 0;
      font-size: var(--size-table);
    }
    dz-icon {
      color: var(--text-faint);
    }
  `,
})
export class RemoveMemberDialog {
  readonly slug = input.required<string>();
  readonly member = input.required<MemberRowFragment>();
  readonly dismiss = output();

  protected readonly remove = mutation(RemoveMemberDocument);
  private readonly loss = liveQuery(RemovalLossDocument, () => (this.started() === null ? { slug: this.slug(), id: this.member().id } : null), {
    keepPrevious: true,
  });
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  protected readonly workflow = followWorkflow(this.slug, this.started);
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  /** Also when it stopped: the report then says where they are let in. */
  protected readonly tried = computed(() => this.done() || this.workflow()?.state === 'NEEDS_ATTENTION');
  protected readonly refusal = signal<string | null>(null);
  private readonly confirmation = viewChild(ConfirmField);
  protected readonly matches = computed(() => this.confirmation()?.matches() ?? false);

  protected readonly mail = computed(() => this.amount(this.loss.data()?.tenant?.member?.mailbox?.usedBytes));
  /** Mail to them is refused from then on. */
  protected readonly aliases = computed(() => {
    const addresses = (this.loss.data()?.tenant?.member?.mailbox?.aliases ?? []).map(({ address }) => address);
    if (addresses.length === 0) return null;
    const rest = addresses.length - aliasesNamed;
    return `${addresses.length === 1 ? 'Its alias' : 'Its aliases'} ${addresses.slice(0, aliasesNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  });
  protected readonly files = computed(() => this.amount(this.loss.data()?.tenant?.member?.drive?.usedBytes));

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.matches()) return;
    this.refusal.set(null);
    const answer = await this.remove.run({ input: { memberId: this.member().id } });
    if (answer === null) return;
    const result = answer.removeMember;
    if ('workflow' in result) this.started.set(result.workflow);
    else this.refusal.set(result.message);
  }

  private amount(bytes: number | string | null | undefined): string {
    return bytes == null ? '' : `, ${formatBytes(bytes)}`;
  }
}
