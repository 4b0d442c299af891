import { Component, computed, input, output, signal } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { followWorkflow } from '../follow-workflow';
import type { MemberRowFragment } from '../members.generated';
import { ResumeMemberDocument } from './resume-member-dialog.generated';

/** Gives the access back in every system; each step shows as it is done. */
@Component({
  selector: 'dz-resume-member-dialog',
  imports: [Button, Dialog, Notice, WorkflowProgress],
  templateUrl: './resume-member-dialog.html',
})
export class ResumeMemberDialog {
  readonly slug = input.required<string>();
  readonly member = input.required<MemberRowFragment>();
  readonly dismiss = output();

  protected readonly resume = mutation(ResumeMemberDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  protected readonly workflow = followWorkflow(this.slug, this.started);
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  protected readonly refusal = signal<string | null>(null);

  protected async submit(): Promise<void> {
    this.refusal.set(null);
    const answer = await this.resume.run({ input: { memberId: this.member().id } });
    if (answer === null) return;
    const result = answer.resumeMember;
    if ('workflow' in result) this.started.set(result.workflow);
    else this.refusal.set(result.message);
  }
}
