import { Component, input, output } from '@angular/core';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { formatBytes } from '../../../ui/bytes';
import { CopyButton } from '../../../ui/copy-button';
import { Notice } from '../../../ui/notice';
import type { MemberDecision } from '../../member-decision';
import { backendState } from '../../member-status';
import type { MemberDetails } from '../member-details';

/** The address somebody signs in and gets mail with, and the mailbox behind it. */
@Component({
  selector: 'dz-username-and-mail',
  imports: [Badge, Button, CopyButton, Notice],
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

  protected readonly bytes = formatBytes;
  protected readonly states = backendState;
}
