import { Component, computed, input, output, signal } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { WorkflowAccessReport } from '../access-report/workflow-access-report';
import { followWorkflow } from '../follow-workflow';
import { ListsOfMember } from '../lists-of-member/lists-of-member';
import type { MemberRowFragment } from '../members.generated';
import { SuspendMemberDocument } from './suspend-member-dialog.generated';

/** Takes the access away in every system and keeps what is there; each step shows as it is done. */
@Component({
  selector: 'dz-suspend-member-dialog',
  imports: [Button, Dialog, ListsOfMember, Notice, WorkflowAccessReport, WorkflowProgress],
  templateUrl: './suspend-member-dialog.html',
})
export class SuspendMemberDialog {
  readonly slug = input.required<string>();
  readonly member = input.required<MemberRowFragment>();
  readonly dismiss = output();

  protected readonly suspend = mutation(SuspendMemberDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  protected readonly workflow = followWorkflow(this.slug, this.started);
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  /** Also when it stopped: the report then says where they are let in. */
  protected readonly tried = computed(() => this.done() || this.workflow()?.state === 'NEEDS_ATTENTION');
  protected readonly refusal = signal<string | null>(null);

  protected async submit(): Promise<void> {
    this.refusal.set(null);
    const answer = await this.suspend.run({ input: { memberId: this.member().id } });
    if (answer === null) return;
    const result = answer.suspendMember;
    if ('workflow' in result) this.started.set(result.workflow);
    else this.refusal.set(result.message);
  }
}
