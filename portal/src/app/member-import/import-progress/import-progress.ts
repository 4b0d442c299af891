import { Component, computed, inject, input, signal } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import { Announcer } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { ProgressBar } from '../../ui/progress-bar';
import { people } from '../import-words';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { PauseMemberImportDocument } from './pause-member-import.generated';
import { ResumeMemberImportDocument } from './resume-member-import.generated';

interface Figure {
  readonly words: string;
  readonly count: number;
  readonly tone: '' | 'wrong' | 'attention';
}

/** How far an import is that runs, is paused or is being undone: a bar, figures, and what can be done about it. */
@Component({
  selector: 'dz-import-progress',
  imports: [Button, Notice, Panel, ProgressBar],
  templateUrl: './import-progress.html',
  styleUrl: './import-progress.css',
})
export class ImportProgress {
  readonly of = input.required<MemberImportFactsFragment>();

  private readonly announcer = inject(Announcer);
  protected readonly pause = mutation(PauseMemberImportDocument);
  protected readonly resume = mutation(ResumeMemberImportDocument);
  private readonly refusal = signal<string | null>(null);
  protected readonly problem = computed(() => this.refusal() ?? this.pause.problem()?.message ?? this.resume.problem()?.message ?? null);

  private readonly counts = computed(() => this.of().counts);
  protected readonly paused = computed(() => this.of().state === 'PAUSED');
  /** Also an undo that was paused, which is told by what it has looked at. */
  protected readonly undoing = computed(() => this.of().state === 'UNDOING' || (this.paused() && this.counts().undone + this.counts().kept > 0));
  protected readonly heading = computed(() => {
    if (this.paused()) return this.undoing() ? 'Undo paused' : 'Paused';
    return this.undoing() ? 'Undoing the import' : 'Importing';
  });
  protected readonly total = computed(() => {
    const { create, update, done, running, undone, kept } = this.counts();
    return this.undoing() ? done + running + undone + kept : create + update;
  });
  protected readonly over = computed(() => {
    const { done, failed, undone, kept } = this.counts();
    return this.undoing() ? undone + kept : done + failed;
  });
  protected readonly text = computed(() => `${this.over()} of ${people(this.total())} ${this.undoing() ? 'looked at' : 'finished'}`);
  protected readonly figures = computed((): readonly Figure[] => {
    const { done, failed, running, pending, undone, kept } = this.counts();
    if (this.undoing()) {
      return [
        { words: 'Taken back', count: undone, tone: '' },
        { words: 'Kept', count: kept, tone: kept > 0 ? 'attention' : '' },
        { words: 'At work', count: running, tone: '' },
        { words: 'Left', count: done, tone: '' },
      ];
    }
    return [
      { words: 'Done', count: done, tone: '' },
      { words: 'Failed', count: failed, tone: failed > 0 ? 'wrong' : '' },
      { words: 'At work', count: running, tone: '' },
      { words: 'Left', count: pending, tone: '' },
    ];
  });
  protected readonly sentence = computed(() => {
    const { running, pending } = this.counts();
    if (this.paused() && this.undoing()) return 'The import is taken back in part. Undo it again to go on with the rest.';
    if (this.undoing()) return 'It goes on when you close this page. What somebody changed since the import is kept, with the reason beside it.';
    if (!this.paused()) return 'It goes on when you close this page. Users that are at work when you pause come to their end.';
    const still = running > 0 ? `${people(running)} at work when you paused ${running === 1 ? 'is' : 'are'} finished first. ` : '';
    return pending === 0 ? `${still}All users are begun already; resume to finish.` : `${still}No further user is begun until you resume; ${pending} ${pending === 1 ? 'is' : 'are'} left.`;
  });

  protected async hold(): Promise<void> {
    this.refusal.set(null);
    const answer = await this.pause.run({ input: { importId: this.of().id } });
    if (answer !== null) this.tell(answer.pauseMemberImport, 'The import is paused.');
  }

  protected async goOn(): Promise<void> {
    this.refusal.set(null);
    const answer = await this.resume.run({ input: { importId: this.of().id } });
    if (answer !== null) this.tell(answer.resumeMemberImport, 'The import goes on.');
  }

  private tell(result: { readonly message: string } | object, words: string): void {
    if ('message' in result) this.refusal.set(result.message);
    else this.announcer.say(words);
  }
}
