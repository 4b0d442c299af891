import { GraphQLError } from 'graphql';
import { title } from '../http/back-end-fetch';
import { BackEndError } from '../http/back-end-error';

/** The codes of errors (`extensions.code`): surprises and refusals, which no union member stands for. */
export const ErrorCode = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  RATE_LIMITED: 'RATE_LIMITED',
  QUERY_TOO_COSTLY: 'QUERY_TOO_COSTLY',
  UNKNOWN_DOCUMENT: 'UNKNOWN_DOCUMENT',
  BACKEND_UNAVAILABLE: 'BACKEND_UNAVAILABLE',
  INTERNAL: 'INTERNAL',
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

const known: ReadonlySet<unknown> = new Set(Object.values(ErrorCode));

export const error = (code: ErrorCode, message: string, more: Record<string, unknown> = {}): GraphQLError => new GraphQLError(message, { extensions: { code, ...more } });

export const unauthenticated = (): GraphQLError => error('UNAUTHENTICATED', 'Sign in first.');
export const forbidden = (message = 'You do not have the right to do this.'): GraphQLError => error('FORBIDDEN', message);
/** Also for what exists and the actor may not see. */
export const notFound = (what: string): GraphQLError => error('NOT_FOUND', `There is no such ${what}, or you may not see it.`);
export const tooCostly = (message: string): GraphQLError => error('QUERY_TOO_COSTLY', message);
export const badUserInput = (message: string): GraphQLError => error('BAD_USER_INPUT', message);

/**
 * What a caller is told of an error. Known codes pass; a back end's fault becomes BACKEND_UNAVAILABLE;
 * everything else is INTERNAL with the request id, its cause being for the log alone.
 *
 * @returns the error for the answer, and whether the original is a surprise that has to be logged.
 */
export function mask(problem: GraphQLError, requestId: string): { answer: GraphQLError; surprise: boolean } {
  const cause: unknown = problem.originalError ?? problem;
  const place = { nodes: problem.nodes ?? null, path: problem.path ?? null, source: problem.source ?? null, positions: problem.positions ?? null };
  if (cause instanceof BackEndError) {
    const message = cause.fault === 'UNAUTHORIZED' ? `${title(cause.system)} refuses our own credential; an operator has to renew it.` : cause.message;
    return { answer: new GraphQLError(message, { ...place, extensions: { code: 'BACKEND_UNAVAILABLE', system: cause.system, fault: cause.fault, requestId } }), surprise: !cause.passing };
  }
  if (isUnkeepable(cause)) return { answer: new GraphQLError('A text in the request has the character U+0000, which cannot be kept.', { ...place, extensions: { code: 'BAD_USER_INPUT', requestId } }), surprise: false };
  const code = problem.extensions['code'] ?? (cause instanceof GraphQLError ? cause.extensions['code'] : undefined);
  if (known.has(code)) return { answer: new GraphQLError(problem.message, { ...place, extensions: { ...problem.extensions, code, requestId } }), surprise: code === 'INTERNAL' };
  if (!problem.originalError && problem.path === undefined) return { answer: new GraphQLError(problem.message, { ...place, extensions: { code: 'BAD_USER_INPUT', requestId } }), surprise: false };
  return { answer: new GraphQLError('Something went wrong on our side. Quote the request id when you ask for help.', { ...place, extensions: { code: 'INTERNAL', requestId } }), surprise: true };
}

/** PostgreSQL refuses this one character in any text (error 22021 in a parameter, 22P05 in JSON); only a caller can have sent it. */
const isUnkeepable = (error: unknown): boolean => {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return [code, driverError?.code].some((one) => one === '22021' || one === '22P05');
};
