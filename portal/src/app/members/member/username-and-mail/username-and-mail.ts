import { Component, computed, ElementRef, inject, input, output, signal } from '@angular/core';
import { mutation } from '../../../graphql/mutation';
import { Announcer } from '../../../ui/announcer';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { formatBytes } from '../../../ui/bytes';
import { CopyButton } from '../../../ui/copy-button';
import { Field } from '../../../ui/field';
import { Notice } from '../../../ui/notice';
import { SaveSection } from '../../../ui/save-section';
import { SetUpLink } from '../../mail-set-up/set-up-link';
import type { MemberDecision } from '../../member-decision';
import { backendState } from '../../member-status';
import type { MemberDetails } from '../member-details';
import { ChangeMemberSignInDocument } from './change-member-sign-in.generated';

/**
 * The address somebody signs in and gets mail with, and the mailbox behind it. Where there is a mailbox the address is changed in a dialog of its own, since
 * mail is at stake; where there is none the sign-in is edited here, and a mailbox can be made.
 */
@Component({
  selector: 'dz-username-and-mail',
  imports: [Badge, Button, CopyButton, Field, Notice, SaveSection],
  templateUrl: './username-and-mail.html',
  styleUrl: '../section.css',
})
export class UsernameAndMail {
  readonly member = input.required<MemberDetails>();
  /** Why the mailbox cannot be seen just now. */
  readonly mailboxProblem = input.required<string | null>();
  /** True when a change can be asked for: none is under way, and it is not one's own. */
  readonly open = input.required<boolean>();
  readonly decide = output<MemberDecision>();
  readonly saved = output();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly announcer = inject(Announcer);
  protected readonly link = inject(SetUpLink);
  protected readonly bytes = formatBytes;
  protected readonly states = backendState;
  /** Whether there is none, as far as is known: a mail server that is silent is no reason to make another. */
  protected readonly without = computed(() => this.member().mailbox === null && this.mailboxProblem() === null);
  protected readonly editable = computed(() => this.without() && this.open() && this.member().status === 'ACTIVE');

  protected readonly change = mutation(ChangeMemberSignInDocument);
  private readonly draft = signal<string | null>(null);
  protected readonly email = computed(() => this.draft() ?? this.member().user.email);
  protected readonly changed = computed(() => this.editable() && this.email().trim() !== this.member().user.email);
  private readonly left = signal(false);
  private readonly refusal = signal<{ readonly atField: boolean; readonly message: string } | null>(null);
  private readonly wrong = computed(() => (/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(this.email().trim()) ? null : 'This is not a mail address.'));
  protected readonly error = computed(() => {
    const refusal = this.refusal();
    return refusal?.atField === true ? refusal.message : this.left() ? this.wrong() : null;
  });
  protected readonly problem = computed(() => {
    const refusal = this.refusal();
    return (refusal?.atField === false ? refusal.message : null) ?? this.change.problem()?.message ?? null;
  });

  protected type(text: string): void {
    this.draft.set(text);
    this.refusal.set(null);
    this.change.clear();
  }

  protected leaveField(): void {
    this.left.set(true);
  }

  protected discard(): void {
    this.draft.set(null);
    this.left.set(false);
    this.refusal.set(null);
    this.change.clear();
  }

  protected async save(): Promise<void> {
    this.left.set(true);
    if (this.wrong() !== null) return this.focus();
    const { id, displayName } = this.member();
    const email = this.email().trim();
    const answer = await this.change.run({ input: { memberId: id, email } });
    if (answer === null) return;
    const result = answer.changeMemberSignIn;
    if ('member' in result) {
      this.discard();
      this.announcer.say(`The sign-in of ${displayName} is being changed.`);
      return this.saved.emit();
    }
    const atField = result.code === 'ADDRESS_TAKEN' || result.path?.at(-1) === 'email';
    this.refusal.set({ atField, message: result.message });
    if (atField) this.focus();
  }

  private focus(): void {
    this.host.nativeElement.querySelector<HTMLElement>('#sign-in-address')?.focus();
  }
}
