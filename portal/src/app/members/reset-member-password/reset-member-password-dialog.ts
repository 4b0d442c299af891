import { Component, computed, input, output, signal } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import type { Unsaved } from '../../ui/unsaved';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { followWorkflow } from '../follow-workflow';
import { MailSetUp } from '../mail-set-up/mail-set-up';
import type { MemberRowFragment } from '../members.generated';
import { firstSignIn, OneTimePassword, uncopied } from '../one-time-password/one-time-password';
import { ResetMemberPasswordDocument } from './reset-member-password-dialog.generated';

/** Warns, shows each step, and gives the new one-time password once. */
@Component({
  selector: 'dz-reset-member-password-dialog',
  imports: [Button, Dialog, MailSetUp, Notice, OneTimePassword, WorkflowProgress],
  templateUrl: './reset-member-password-dialog.html',
})
export class ResetMemberPasswordDialog {
  readonly slug = input.required<string>();
  readonly member = input.required<MemberRowFragment>();
  readonly dismiss = output();

  protected readonly reset = mutation(ResetMemberPasswordDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  protected readonly workflow = followWorkflow(this.slug, this.started);
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  protected readonly refusal = signal<string | null>(null);
  protected readonly password = signal<string | null>(null);
  protected readonly copied = signal(false);
  protected readonly text = computed(() => firstSignIn(this.member().displayName, this.member().user.email));
  protected readonly unsaved = computed((): Unsaved | null => {
    if (this.password() === null || this.copied() || this.workflow()?.state === 'UNDONE') return null;
    return uncopied(this.done(), `${this.member().displayName} cannot sign in without it.`);
  });

  protected async submit(): Promise<void> {
    this.refusal.set(null);
    const answer = await this.reset.run({ input: { memberId: this.member().id } });
    if (answer === null) return;
    const result = answer.resetMemberPassword;
    if ('workflow' in result) {
      this.password.set(result.oneTimePassword);
      this.started.set(result.workflow);
    } else this.refusal.set(result.message);
  }
}
