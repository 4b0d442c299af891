import { Component, input, output } from '@angular/core';
import { ChangeMemberAddressDialog } from './change-member-address/change-member-address-dialog';
import { CreateMailboxDialog } from './create-mailbox/create-mailbox-dialog';
import type { MemberDecision } from './member-decision';
import { RemoveMemberDialog } from './remove-member/remove-member-dialog';
import { ResetMemberPasswordDialog } from './reset-member-password/reset-member-password-dialog';
import { ResumeMemberDialog } from './resume-member/resume-member-dialog';
import { SignOutMemberDialog } from './sign-out-member/sign-out-member-dialog';
import { SuspendMemberDialog } from './suspend-member/suspend-member-dialog';
import { TransferOwnershipDialog } from './transfer-ownership/transfer-ownership-dialog';

/** The dialog of what an admin is about to do; the list and the drawer ask for it alike. */
@Component({
  selector: 'dz-member-decisions',
  imports: [ChangeMemberAddressDialog, CreateMailboxDialog, RemoveMemberDialog, ResetMemberPasswordDialog, ResumeMemberDialog, SignOutMemberDialog, SuspendMemberDialog, TransferOwnershipDialog],
  template: `
    @if (decision(); as it) {
      @switch (it.act) {
        @case ('suspend') {
          <dz-suspend-member-dialog [slug]="slug()" [member]="it.member" (dismiss)="dismiss.emit()" />
        }
        @case ('resume') {
          <dz-resume-member-dialog [slug]="slug()" [member]="it.member" (dismiss)="dismiss.emit()" />
        }
        @case ('reset-password') {
          <dz-reset-member-password-dialog [slug]="slug()" [member]="it.member" (dismiss)="dismiss.emit()" />
        }
        @case ('sign-out') {
          <dz-sign-out-member-dialog [slug]="slug()" [member]="it.member" (dismiss)="dismiss.emit()" />
        }
        @case ('change-address') {
          <dz-change-member-address-dialog [slug]="slug()" [member]="it.member" (dismiss)="dismiss.emit()" />
        }
        @case ('create-mailbox') {
          <dz-create-mailbox-dialog [slug]="slug()" [member]="it.member" (dismiss)="dismiss.emit()" />
        }
        @case ('make-owner') {
          <dz-transfer-ownership-dialog [slug]="slug()" [member]="it.member" (dismiss)="dismiss.emit()" />
        }
        @case ('transfer-ownership') {
          <dz-transfer-ownership-dialog [slug]="slug()" [member]="null" (dismiss)="dismiss.emit()" />
        }
        @case ('remove') {
          <dz-remove-member-dialog [slug]="slug()" [member]="it.member" (dismiss)="dismiss.emit()" />
        }
      }
    }
  `,
})
export class MemberDecisions {
  readonly slug = input.required<string>();
  readonly decision = input.required<MemberDecision | null>();
  readonly dismiss = output();
}
