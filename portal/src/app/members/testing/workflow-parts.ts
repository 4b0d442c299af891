/** A workflow as the API gives it. */
export const workflowParts = (id: string, kind: string, state: string, steps: readonly Record<string, unknown>[] = []): Record<string, unknown> => ({
  __typename: 'Workflow',
  id,
  kind,
  state,
  startedAt: '2026-11-23T06:00:00Z',
  finishedAt: null,
  steps,
});
