import { Component, computed, input } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { Notice } from '../../ui/notice';
import { AccessReport } from './access-report';
import { WorkflowAccessReportDocument } from './access-report.generated';

/** The proof that a suspension or a removal has left, also when it stopped at it. */
@Component({
  selector: 'dz-workflow-access-report',
  imports: [AccessReport, Notice],
  template: `
    @if (report(); as found) {
      <dz-access-report [report]="found" />
    } @else if (query.problems().length > 0) {
      <dz-notice tone="wrong">The access report did not load. {{ query.problems()[0]?.message }}</dz-notice>
    }
  `,
})
export class WorkflowAccessReport {
  readonly slug = input.required<string>();
  readonly workflowId = input.required<string>();

  protected readonly query = liveQuery(WorkflowAccessReportDocument, () => ({ slug: this.slug(), workflowId: this.workflowId() }));
  protected readonly report = computed(() => this.query.data()?.tenant?.accessReport ?? null);
}
