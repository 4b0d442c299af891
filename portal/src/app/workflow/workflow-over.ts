import type { WorkflowState } from '../graphql/schema.generated';

/** True when nothing more happens by itself or by Retry and Undo. */
export const workflowOver = ({ state }: { readonly state: WorkflowState }): boolean => state === 'SUCCEEDED' || state === 'UNDONE';
