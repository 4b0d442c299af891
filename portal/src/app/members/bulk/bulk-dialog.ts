import { Component, computed, inject, input, output } from '@angular/core';
import { Session } from '../../session/session';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import type { IconName } from '../../ui/icons';
import { Notice } from '../../ui/notice';
import { ProgressBar } from '../../ui/progress-bar';
import type { MemberRowFragment } from '../members.generated';
import { type BulkAct, bulkWords, leftOut } from './bulk-act';
import { BulkRun, type BulkState } from './bulk-run';

interface Look {
  readonly icon: IconName;
  readonly words: string;
}

/** Says who takes part and who does not, then shows what comes of each. Closing it stops nothing. */
@Component({
  selector: 'dz-bulk-dialog',
  imports: [Button, Dialog, Icon, Notice, ProgressBar],
  templateUrl: './bulk-dialog.html',
  styleUrl: './bulk-dialog.css',
})
export class BulkDialog {
  readonly slug = input.required<string>();
  readonly act = input.required<BulkAct>();
  /** Who is picked; not looked at once the run has begun. */
  readonly members = input.required<readonly MemberRowFragment[]>();
  /** True when somebody was about to leave while changes are not sent yet. */
  readonly leaving = input(false);
  readonly dismiss = output();

  protected readonly run = inject(BulkRun);
  protected readonly words = computed(() => bulkWords[this.act()]);
  protected readonly begun = computed(() => this.run.act() !== null);
  private readonly session = inject(Session);
  private readonly viewerId = computed(() => this.session.viewer()?.user.id ?? null);
  private readonly judged = computed(() => this.members().map((member) => ({ member, reason: leftOut(this.act(), member, this.viewerId()) })));
  protected readonly taking = computed(() => this.judged().filter(({ reason }) => reason === null));
  protected readonly out = computed(() => this.judged().filter(({ reason }) => reason !== null));
  protected readonly total = computed(() => this.run.rows().length);
  protected readonly progress = computed(() => `${this.run.over()} of ${this.total()} finished`);
  protected readonly heading = computed(() => {
    const { verb, doing } = this.words();
    const count = this.begun() ? this.total() : this.taking().length;
    const users = count === 1 ? '1 user' : `${count} users`;
    if (!this.begun()) return `${verb} ${users}`;
    return this.run.going() ? `${doing} ${users}` : `${verb} ${users}: ${this.summary()}`;
  });
  protected readonly summary = computed(() => {
    const done = this.run.count('DONE');
    return done === this.total() ? 'all done' : `${done} done, ${this.total() - done} not`;
  });

  protected look(state: BulkState): Look {
    const done = this.words().done;
    const looks: Record<BulkState, Look> = {
      WAITING: { icon: 'circle', words: 'Waiting' },
      SENDING: { icon: 'running', words: 'Working' },
      WORKING: { icon: 'running', words: 'Working' },
      DONE: { icon: 'checkCircle', words: done },
      STOPPED: { icon: 'wrong', words: 'Stopped' },
      REFUSED: { icon: 'wrong', words: 'Refused' },
      FAILED: { icon: 'wrong', words: 'Did not arrive' },
      NOT_SENT: { icon: 'circle', words: 'Not sent' },
    };
    return looks[state];
  }

  protected begin(): void {
    void this.run.start(
      this.slug(),
      this.act(),
      this.taking().map(({ member }) => member),
    );
  }
}
