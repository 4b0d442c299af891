import { Component, computed, input } from '@angular/core';
import { mutation } from '../graphql/mutation';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { StepList } from '../ui/step-list';
import { RetryWorkflowDocument } from './retry-workflow.generated';
import { UndoWorkflowDocument } from './undo-workflow.generated';
import { workflowName } from './workflow-name';
import { workflowOver } from './workflow-over';
import type { WorkflowPartsFragment } from './workflow-parts.generated';

/** The steps of a workflow, and when it waits for a decision: why, with Retry and Undo. */
@Component({
  selector: 'dz-workflow-progress',
  imports: [Button, Notice, StepList],
  template: `
    <dz-step-list [steps]="workflow().steps" [over]="over()" />
    @switch (workflow().state) {
      @case ('NEEDS_ATTENTION') {
        <dz-notice tone="wrong">
          <p>
            <strong>{{ name() }} stopped at “{{ stop() }}”.</strong>
          </p>
          <p class="soft">Retry goes on from there. Undo takes back the steps that are done.</p>
        </dz-notice>
        <div class="row">
          <button dz-button type="button" variant="primary" icon="refresh" [busy]="retry.busy()" (click)="retryIt()">Retry</button>
          <button dz-button type="button" icon="undone" [busy]="undo.busy()" (click)="undoIt()">Undo</button>
        </div>
      }
      @case ('UNDOING') {
        <dz-notice tone="quiet">Taking back the steps that were done.</dz-notice>
      }
      @case ('UNDONE') {
        <dz-notice tone="quiet">Undone. The steps that were done have been taken back.</dz-notice>
      }
    }
    @if (retry.problem() ?? undo.problem(); as problem) {
      <dz-notice tone="wrong">{{ problem.message }}</dz-notice>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
  `,
})
export class WorkflowProgress {
  readonly workflow = input.required<WorkflowPartsFragment>();

  protected readonly retry = mutation(RetryWorkflowDocument);
  protected readonly undo = mutation(UndoWorkflowDocument);
  protected readonly over = computed(() => workflowOver(this.workflow()));
  protected readonly name = computed(() => workflowName[this.workflow().kind]);
  protected readonly stop = computed(() => this.workflow().steps.find(({ state }) => state !== 'DONE')?.title ?? 'the last step');

  protected retryIt(): void {
    void this.retry.run({ input: { workflowId: this.workflow().id } });
  }

  protected undoIt(): void {
    void this.undo.run({ input: { workflowId: this.workflow().id } });
  }
}
