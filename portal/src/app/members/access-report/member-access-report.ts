import { Component, computed, input } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { Notice } from '../../ui/notice';
import { AccessReport } from './access-report';
import { MemberAccessReportDocument } from './access-report.generated';

/** The proof of the last time a member was suspended, where there is one. */
@Component({
  selector: 'dz-member-access-report',
  imports: [AccessReport, Notice],
  template: `
    @if (report(); as found) {
      <dz-access-report [report]="found" [past]="past()" />
    } @else if (query.problems().length > 0) {
      <dz-notice tone="wrong">The access report did not load. {{ query.problems()[0]?.message }}</dz-notice>
    }
  `,
  styles: `
    /* No line of the drawer above nothing. */
    :host(:empty) {
      display: none;
    }
  `,
})
export class MemberAccessReport {
  readonly slug = input.required<string>();
  readonly memberId = input.required<string>();

  protected readonly query = liveQuery(MemberAccessReportDocument, () => ({ slug: this.slug(), id: this.memberId() }), { pollMs: 5_000 });
  protected readonly past = computed(() => this.query.data()?.tenant?.member?.status === 'ACTIVE');
  protected readonly report = computed(() => this.query.data()?.tenant?.member?.accessReport ?? null);
}
