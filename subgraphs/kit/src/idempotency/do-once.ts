import type { ExecutionResult } from 'graphql';
import type { Once } from '../context/request-context';
import type { SubgraphRequest } from '../peer/peers';
import { unanswered } from '../peer/unanswered';
import type { IdempotencyKeys } from './idempotency-keys';

/** For a request that names no deadline. */
const patienceMs = 20_000;

/**
 * Executes a mutation once for each idempotency key. A caller whose answer was lost, or who could not know whether the
 * process that was asked still lives, gets the same answer by asking again, any replica.
 */
export async function doOnce(keys: IdempotencyKeys, schema: string, request: SubgraphRequest, run: (once: Once) => Promise<ExecutionResult>): Promise<ExecutionResult> {
  const asked = JSON.stringify([request.query, request.variables ?? null, request.operationName ?? null]);
  // One operation of the gateway's can ask a subgraph several times: what is asked is part of the key.
  const id = keys.digest(request.idempotencyKey ?? '', asked);
  const admission = await keys.admit({ id, fingerprint: keys.digest(asked), deadline: request.deadline ?? Date.now() + patienceMs });
  if (admission.kind === 'KEPT') return admission.answer as ExecutionResult;
  if (admission.kind !== 'HELD') return unanswered(schema, 'TIMEOUT', request);
  const { hold } = admission;
  const once: Once = {
    idempotencyKey: request.idempotencyKey ?? '',
    begun: hold.begun,
    record: async (db, begun) => {
      const [, held] = await db.query<[unknown[], number]>(`update ${schema}.idempotency_keys set begun = $3 where id = $1 and held_by = $2`, [hold.id, hold.by, keys.seal(begun)]);
      // Somebody took us for dead and does it in our place: the transaction is rolled back, theirs stands.
      if (held === 0) throw new Error('The hold on this idempotency key was lost.');
    },
  };
  try {
    const result = await run(once);
    // Without data nothing was done, or nobody knows: the next one finds out.
    if (result.data) await hold.keep({ data: result.data, ...(result.errors ? { errors: result.errors } : {}) });
    else await hold.release();
    return result;
  } catch (error) {
    await hold.release();
    throw error;
  }
}
