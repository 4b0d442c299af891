import { AsyncLocalStorage } from 'node:async_hooks';

/** When the answer to the running request is of no use any more, in milliseconds since 1970. */
const deadlines = new AsyncLocalStorage<number>();

/** Runs work whose calls to back ends and peers wait no longer than until the deadline. */
export const untilDeadline = <T>(deadline: number, work: () => T): T => deadlines.run(deadline, work);

/** Milliseconds that are left for the running request; null outside of one, as in a workflow's steps. */
export function remainingMs(): number | null {
  const deadline = deadlines.getStore();
  return deadline === undefined ? null : Math.max(0, deadline - Date.now());
}
