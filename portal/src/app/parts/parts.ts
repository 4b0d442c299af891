import { Component, inject, signal } from '@angular/core';
import { Theme } from '../session/theme';
import { Announcer } from '../ui/announcer';
import { AddressField } from '../ui/address-field';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { CopyField } from '../ui/copy-field';
import { Dialog } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { ErrorPanel } from '../ui/error-panel';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { type IconName, icons } from '../ui/icons';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { PickBox } from '../ui/pick-box';
import { ProgressBar } from '../ui/progress-bar';
import { RelativeTime } from '../ui/relative-time';
import { Skeleton } from '../ui/skeleton';
import { SortHeader } from '../ui/sort-header';
import { type Step, StepList } from '../ui/step-list';

/** All parts in all their states, to look at and to take screenshots of. */
@Component({
  selector: 'dz-parts',
  imports: [
    AddressField,
    Avatar,
    Badge,
    Button,
    CopyField,
    Dialog,
    EmptyState,
    ErrorPanel,
    Field,
    Icon,
    IconButton,
    Notice,
    Panel,
    PickBox,
    ProgressBar,
    RelativeTime,
    Skeleton,
    SortHeader,
    StepList,
  ],
  templateUrl: './parts.html',
  styles: `
    .grid {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
      gap: 16px;
    }
  `,
})
export class Parts {
  protected readonly theme = inject(Theme);
  protected readonly announcer = inject(Announcer);
  protected readonly icons = Object.keys(icons) as IconName[];
  protected readonly tones = ['quiet', 'accent', 'right', 'attention', 'wrong'] as const;
  protected readonly variants = ['plain', 'primary', 'quiet', 'danger'] as const;
  protected readonly shown = signal<'middle' | 'right' | null>(null);
  protected readonly now = Date.now();
  protected readonly moments = [this.now, this.now - 3 * 60_000, this.now - 26 * 3_600_000, this.now + 9 * 86_400_000] as const;
  protected readonly steps: readonly Step[] = [
    { name: 'a', title: 'Create the sign-in', state: 'DONE', attempts: 1, lastError: null },
    { name: 'b', title: 'Create the mailbox', state: 'RUNNING', attempts: 2, lastError: 'Stalwart has not answered since 14:02.' },
    { name: 'c', title: 'Create the drive', state: 'PLANNED', attempts: 0, lastError: null },
    { name: 'd', title: 'Count the seat', state: 'FAILED', attempts: 5, lastError: 'Stripe refused: the card has expired.' },
    { name: 'e', title: 'Name the account', state: 'UNDONE', attempts: 1, lastError: null },
  ];
}
