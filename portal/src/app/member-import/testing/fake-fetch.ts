/** What the gateway's file route answered, as far as it is read. */
export const answer = (status: number, body: unknown, requestId: string | null = null): Response =>
  ({
    ok: status < 400,
    status,
    headers: new Headers(requestId === null ? {} : { 'x-request-id': requestId }),
    json: () => (typeof body === 'string' ? Promise.reject(new SyntaxError('no JSON')) : Promise.resolve(body)),
    text: () => Promise.resolve(String(body)),
  }) as unknown as Response;

/** A file route whose answers a spec gives one after the other; `Error` stands for a network that fails. @returns what was sent to it */
export function fakeFetch(...answers: readonly (Response | Error)[]): { readonly url: string; readonly init: RequestInit | undefined }[] {
  const sent: { url: string; init: RequestInit | undefined }[] = [];
  globalThis.fetch = (url, init) => {
    sent.push({ url: String(url as string), init });
    const next = answers[sent.length - 1] ?? new Error('The spec has no further answer.');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  return sent;
}
