import { DOCUMENT } from '@angular/common';
import { Component, computed, inject, input } from '@angular/core';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { RelativeTime } from '../../ui/relative-time';
import { saveFile } from '../../ui/save-file';
import type { AccessReportPartsFragment } from './access-report.generated';
import { accessReportFileName, accessReportText } from './access-report-text';
import { outcomeCounts, outcomeLook, systemName, wayName } from './access-words';

const exact = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' });

/** The proof that somebody is kept out: each way in with what the system said and when, and the same as a file. */
@Component({
  selector: 'dz-access-report',
  imports: [Badge, Button, Icon, RelativeTime],
  templateUrl: './access-report.html',
  styleUrl: './access-report.css',
})
export class AccessReport {
  readonly report = input.required<AccessReportPartsFragment>();
  /** They have been let in again since. */
  readonly past = input(false);

  private readonly document = inject(DOCUMENT);
  protected readonly id = `access-report-${++count}`;
  protected readonly ways = wayName;
  protected readonly looks = outcomeLook;
  protected readonly systems = systemName;
  protected readonly counts = computed(() => outcomeCounts(this.report().attempts));
  protected readonly verb = computed(() => (this.report().reason === 'REMOVED' ? 'Removed' : 'Suspended'));
  protected readonly seconds = computed(() => {
    const { startedAt, finishedAt } = this.report();
    return Math.max(0.1, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 100) / 10);
  });

  protected at(moment: string): string {
    return `${exact.format(new Date(moment))} UTC`;
  }

  protected download(): void {
    saveFile(this.document, accessReportFileName(this.report()), 'text/plain', accessReportText(this.report()));
  }
}

let count = 0;
