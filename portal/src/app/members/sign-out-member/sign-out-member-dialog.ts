import { Component, computed, input, output, signal } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { followWorkflow } from '../follow-workflow';
import type { MemberRowFragment } from '../members.generated';
import { SignOutMemberDocument } from './sign-out-member-dialog.generated';

/** Ends somebody's sessions everywhere, and says how many there were. */
@Component({
  selector: 'dz-sign-out-member-dialog',
  imports: [Button, Dialog, Notice, WorkflowProgress],
  templateUrl: './sign-out-member-dialog.html',
})
export class SignOutMemberDialog {
  readonly slug = input.required<string>();
  readonly member = input.required<MemberRowFragment>();
  readonly dismiss = output();

  protected readonly signOut = mutation(SignOutMemberDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  private readonly ended = signal<number | null>(null);
  protected readonly workflow = followWorkflow(this.slug, this.started);
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  protected readonly refusal = signal<string | null>(null);
  protected readonly outcome = computed(() => {
    const [name, ended] = [this.member().displayName, this.ended()];
    if (ended === 0) return `${name} is signed out. No session was open.`;
    return `${name} is signed out everywhere.${ended === null ? '' : ended === 1 ? ' One session was open.' : ` ${ended} sessions were open.`}`;
  });

  protected async submit(): Promise<void> {
    this.refusal.set(null);
    const answer = await this.signOut.run({ input: { memberId: this.member().id } });
    if (answer === null) return;
    const result = answer.signOutMember;
    if ('workflow' in result) {
      this.ended.set(result.sessionsEnded);
      this.started.set(result.workflow);
    } else this.refusal.set(result.message);
  }
}
