import { Component, computed, input, output } from '@angular/core';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { people, rowCount } from '../import-words';
import type { MemberImportFactsFragment } from '../member-imports.generated';

const day = 86_400_000;

/** What came of an import that has finished or was undone, its files, and the way back. */
@Component({
  selector: 'dz-import-outcome',
  imports: [Button, Notice, Panel, RelativeTime],
  templateUrl: './import-outcome.html',
})
export class ImportOutcome {
  readonly of = input.required<MemberImportFactsFragment>();
  readonly passwords = output();
  readonly undo = output();

  protected readonly undone = computed(() => this.of().state === 'UNDONE');
  protected readonly results = computed(() => `/imports/members/${encodeURIComponent(this.of().id)}/results.csv`);
  /** When the one-time passwords are forgotten; null where there are none. */
  protected readonly until = computed(() => {
    const { finishedAt, counts } = this.of();
    return this.undone() || finishedAt === null || counts.create === 0 || counts.done === 0 ? null : Date.parse(finishedAt) + day;
  });
  protected readonly over = computed(() => (this.until() ?? 0) < Date.now());
  protected readonly sentence = computed(() => {
    const { done, failed, undone, kept, pending } = this.of().counts;
    if (!this.undone()) return failed > 0 ? `${people(done)} done, ${failed} failed.` : `${people(done)} done.`;
    return [`${people(undone)} taken back`, kept > 0 ? `${kept} kept` : '', pending > 0 ? `${pending} never begun` : ''].filter(Boolean).join(', ').concat('.');
  });
  protected readonly advice = computed(() => {
    const { failed, kept, skip, conflict } = this.of().counts;
    if (this.undone()) return kept > 0 ? 'What was kept stands below under “Kept”, with the reason.' : null;
    if (failed > 0) return 'Who failed stands below under “Failed”, with the reason. Nothing of theirs is left half done: put them into a file again.';
    return skip + conflict > 0 ? `${rowCount(skip + conflict)} left out, as the comparison said.` : null;
  });
}
