import { Component, computed, input } from '@angular/core';
import { Badge } from '../../../ui/badge';
import { formatBytes } from '../../../ui/bytes';
import { backendState } from '../../member-status';
import type { MemberDetails } from '../member-details';

/** Somebody's drive: its state, and how much is in it. */
@Component({
  selector: 'dz-drive-facts',
  imports: [Badge],
  template: `
    <section aria-labelledby="drive">
      <h3 id="drive">Drive</h3>
      @if (drive(); as it) {
        <dl class="facts">
          <dt>State</dt>
          <dd>
            <dz-badge [tone]="states[it.state].tone">{{ states[it.state].words }}</dz-badge>
          </dd>
          <dt>Used</dt>
          <dd>{{ used() }}</dd>
        </dl>
      } @else {
        <p class="soft">{{ problem() ?? 'There is no drive.' }}</p>
      }
    </section>
  `,
  styleUrl: '../section.css',
})
export class DriveFacts {
  readonly drive = input.required<MemberDetails['drive']>();
  /** Why it, or how much is in it, cannot be seen just now. */
  readonly problem = input.required<string | null>();

  protected readonly states = backendState;
  protected readonly used = computed(() => {
    const drive = this.drive();
    if (drive === null) return '';
    const nothing = this.problem() === null ? 'Nothing: never opened' : 'Not known';
    const quota = drive.quotaBytes === null ? '' : ` of ${formatBytes(drive.quotaBytes)}`;
    return `${drive.usedBytes === null ? nothing : formatBytes(drive.usedBytes)}${quota}`;
  });
}
