import { type ExecutionResult, GraphQLError } from 'graphql';
import type { BackEndFault } from '../http/back-end-error';
import type { SubgraphRequest } from './peers';

const words: Readonly<Record<'UNREACHABLE' | 'TIMEOUT' | 'BROKEN', string>> = {
  UNREACHABLE: 'cannot be reached right now. Try again in a moment.',
  TIMEOUT: 'did not answer in time. Try again in a moment.',
  BROKEN: 'gave an answer that cannot be read. Try again in a moment.',
};

/** The answer in the place of a subgraph that gave none. */
export const unanswered = (subgraph: string, fault: keyof typeof words & BackEndFault, { requestId }: Pick<SubgraphRequest, 'requestId'>): ExecutionResult => ({
  errors: [new GraphQLError(`The part of Dezky for ${subgraph} ${words[fault]}`, { extensions: { code: 'BACKEND_UNAVAILABLE', system: 'DEZKY', fault, requestId } })],
});
