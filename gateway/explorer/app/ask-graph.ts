/** What GraphiQL sends: an operation as GraphQL over HTTP has it. */
export interface GraphRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

/**
 * Asks our graph in the session of whoever is signed in; without one, leaves for the sign-in and comes back.
 *
 * @param headers of the person's own, such as an Idempotency-Key.
 */
export async function askGraph(request: GraphRequest, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const answer = await fetch('/graphql', { method: 'POST', headers: { ...headers, 'content-type': 'application/json', accept: 'application/json', 'x-dezky-csrf': '1' }, body: JSON.stringify(request) });
  if (answer.status === 401) location.assign('/auth/login?returnTo=/explorer');
  return answer.json();
}
