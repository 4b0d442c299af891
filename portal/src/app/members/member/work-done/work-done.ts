import { Component, input } from '@angular/core';
import { RelativeTime } from '../../../ui/relative-time';
import { workflowName } from '../../../workflow/workflow-name';
import type { WorkflowPartsFragment } from '../../../workflow/workflow-parts.generated';
import { WorkflowProgress } from '../../../workflow/workflow-progress';

/** The changes of somebody over several systems, newest first, each with its steps. */
@Component({
  selector: 'dz-work-done',
  imports: [RelativeTime, WorkflowProgress],
  template: `
    <section aria-labelledby="work">
      <h3 id="work">What was done</h3>
      @for (workflow of workflows(); track workflow.id) {
        <details>
          <summary>
            {{ names[workflow.kind] }}
            <span class="small faint"><dz-relative-time [at]="workflow.startedAt" /></span>
          </summary>
          <dz-workflow-progress [workflow]="workflow" />
        </details>
      }
    </section>
  `,
  styles: `
    details {
      border: 1px solid var(--line);
      border-radius: var(--radius-m);
    }
    summary {
      display: flex;
      justify-content: space-between;
      gap: 12px;
      padding: 9px 14px;
      font-size: var(--size-table);
      cursor: pointer;
    }
    dz-workflow-progress {
      padding: 4px 14px 12px;
    }
  `,
  styleUrl: '../section.css',
})
export class WorkDone {
  readonly workflows = input.required<readonly WorkflowPartsFragment[]>();
  protected readonly names = workflowName;
}
