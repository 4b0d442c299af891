import type { ErrorLike } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

/** The codes of the API's errors, and OFFLINE for a request that never reached it. */
export type ProblemCode = (typeof known)[number] | 'OFFLINE';

/** What a panel says when its request failed. */
export interface RequestProblem {
  readonly code: ProblemCode;
  readonly message: string;
  /** What the operator's logs are searched for; null when the request never reached the gateway. */
  readonly requestId: string | null;
  readonly path: readonly (string | number)[];
}

const known = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'RATE_LIMITED', 'QUERY_TOO_COSTLY', 'UNKNOWN_DOCUMENT', 'BACKEND_UNAVAILABLE', 'INTERNAL'] as const;

const isKnown = (code: unknown): code is (typeof known)[number] => (known as readonly unknown[]).includes(code);

/**
 * Everything that went wrong in one answer, one entry an error.
 * @param error what Apollo Client reports beside the data
 */
export function problemsOf(error: ErrorLike | undefined): readonly RequestProblem[] {
  if (error === undefined) return [];
  if (CombinedGraphQLErrors.is(error)) {
    return error.errors.map(({ message, path, extensions }) => {
      const code = extensions?.['code'];
      const requestId = extensions?.['requestId'];
      return {
        code: isKnown(code) ? code : 'INTERNAL',
        message: code === 'UNKNOWN_DOCUMENT' ? 'A new version of Dezky is here. Reload the page to go on.' : message,
        requestId: typeof requestId === 'string' ? requestId : null,
        path: path ?? [],
      };
    });
  }
  if (ServerError.is(error)) {
    const code = error.statusCode === 401 ? 'UNAUTHENTICATED' : 'BACKEND_UNAVAILABLE';
    return [
      {
        code,
        message: `Dezky answered with status ${error.statusCode}.`,
        requestId: error.response.headers.get('x-request-id'),
        path: [],
      },
    ];
  }
  return [{ code: 'OFFLINE', message: 'Dezky cannot be reached. Check your connection.', requestId: null, path: [] }];
}

/**
 * The first problem that concerns one field of an answer: on the field, below it, or on a parent that took it along.
 * @param path names from the root of the answer, as `['tenant', 'storage']`
 */
export function problemAt(problems: readonly RequestProblem[], path: readonly string[]): RequestProblem | null {
  const concerns = (problem: RequestProblem): boolean => {
    const names = problem.path.filter((part) => typeof part === 'string');
    return names.slice(0, path.length).every((name, at) => path[at] === name);
  };
  return problems.find(concerns) ?? null;
}
