import type { GraphQLFieldResolver } from 'graphql';
import { GraphQLError } from 'graphql';
import { Extensions } from 'type-graphql';
import type { Actor } from '../context/actor';
import { Reach } from '../context/reach';
import type { RequestContext } from '../context/request-context';
import type { Db } from '../database/rows';
import { Failure } from '../failure/failure.type';
import { BackEndError } from '../http/back-end-error';
import type { AuditRecord } from './audit-entry';
import { auditRecord } from './audit-outbox';

/** What an attempt was about: where it is told, and what it was to change. */
export interface AuditSubject {
  readonly tenantId: string;
  readonly target: AuditRecord['target'];
}

/** How a subgraph tells of what was tried in it and did not happen. */
export interface AuditTrail {
  /**
   * Finds the tenant and the thing that the ids of an input name; asked over all tenants.
   *
   * @param named the input of a mutation, or `{ subjectId }` of a workflow.
   */
  about(db: Db, named: Readonly<Record<string, unknown>>): Promise<AuditSubject | null>;
  write(db: Db, record: AuditRecord): Promise<void>;
}

/** Names what a mutation is in the audit log, such as `member.suspended`. `buildSubgraph` refuses a public mutation without it. */
export const Audited = (action: string): MethodDecorator & PropertyDecorator => Extensions({ action }) as MethodDecorator & PropertyDecorator;

type Resolve = GraphQLFieldResolver<unknown, RequestContext>;

/**
 * A mutation of which the tenant is told when it was refused or failed; when it succeeds, its resolver tells in the
 * transaction of the change. Strangers to the tenant are told of nowhere but the process's own log.
 */
export function audited(mutation: string, action: string, trail: AuditTrail, resolve: Resolve): Resolve {
  return async (source, args, context, info) => {
    const tell = async (outcome: 'REFUSED' | 'FAILED', message: string): Promise<void> => {
      try {
        await note({ mutation, action, trail, context, input: (args as { input?: Record<string, unknown> }).input ?? {}, outcome, message });
      } catch (error) {
        // The caller's answer says what happened; that nobody else is told is ours to mend.
        context.log.error({ err: error, action, outcome }, 'an attempt could not be written to the audit log');
      }
    };
    try {
      const result: unknown = await resolve(source, args, context, info);
      if (result instanceof Failure) await tell('REFUSED', result.message);
      return result;
    } catch (error) {
      if (error instanceof GraphQLError) await tell('REFUSED', error.message);
      else await tell('FAILED', error instanceof BackEndError ? error.message : 'Something went wrong on our side; it is logged under the id of this request.');
      throw error;
    }
  };
}

interface Attempt {
  readonly mutation: string;
  readonly action: string;
  readonly trail: AuditTrail;
  readonly context: RequestContext;
  readonly input: Readonly<Record<string, unknown>>;
  readonly outcome: 'REFUSED' | 'FAILED';
  readonly message: string;
}

async function note({ mutation, action, trail, context, input, outcome, message }: Attempt): Promise<void> {
  const { actor, rows, log } = context;
  if (actor.kind === 'PUBLIC' || actor.kind === 'PEER') return;
  const found = await rows.in(Reach.everything, (db) => trail.about(db, input));
  const subject = found ?? onlyTenantOf(actor);
  if (!subject || !belongs(actor, subject.tenantId)) {
    log.warn({ action, outcome, reason: message }, 'a mutation was refused outside of the tenants of who asked');
    return;
  }
  const { tenantId, target } = subject;
  const summary = `${words(mutation)}${target ? ` (${target.name})` : ''}: ${outcome === 'REFUSED' ? 'refused' : 'failed'}. ${message}`;
  await rows.in(Reach.tenant(tenantId), (db) => trail.write(db, auditRecord(context, { tenantId, action, outcome, target, summary })));
}

/** What names no tenant is about oneself. */
const onlyTenantOf = (actor: Actor): AuditSubject | null => (actor.kind === 'USER' && actor.memberships.length === 1 && actor.memberships[0] ? { tenantId: actor.memberships[0].tenantId, target: null } : null);

const belongs = (actor: Actor, tenantId: string): boolean => {
  if (actor.kind === 'API_CLIENT') return actor.tenantIds.includes(tenantId);
  return actor.kind === 'USER' && (actor.operator || actor.memberships.some((membership) => membership.tenantId === tenantId) || (actor.partner?.tenantIds.includes(tenantId) ?? false));
};

/** `suspendMember` as people read it. */
const words = (mutation: string): string => {
  const text = mutation.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
};
