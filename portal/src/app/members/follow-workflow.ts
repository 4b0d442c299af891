import { computed, type Signal } from '@angular/core';
import { liveQuery } from '../graphql/live-query';
import { workflowOver } from '../workflow/workflow-over';
import type { WorkflowPartsFragment } from '../workflow/workflow-parts.generated';
import { MemberWorkflowsDocument } from './follow-workflow.generated';

/**
 * A workflow kept current: asked for twice a second until it is over. Call it where injection is possible.
 * @param slug the tenant's
 * @param started the workflow as the mutation gave it, or null while there is none
 */
export function followWorkflow(slug: Signal<string>, started: Signal<WorkflowPartsFragment | null>): Signal<WorkflowPartsFragment | null> {
  const current: Signal<WorkflowPartsFragment | null> = computed(() => {
    const first = started();
    if (first === null) return null;
    return query.data()?.tenant?.workflows.edges.find(({ node }) => node.id === first.id)?.node ?? first;
  });
  const query = liveQuery(
    MemberWorkflowsDocument,
    () => {
      const workflow = current();
      return workflow === null || workflowOver(workflow) ? null : { slug: slug() };
    },
    { pollMs: 500, keepPrevious: true },
  );
  return current;
}
