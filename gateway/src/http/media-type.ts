import type { IncomingMessage } from 'node:http';

export const graphqlResponse = 'application/graphql-response+json; charset=utf-8';
const json = 'application/json; charset=utf-8';

/** In which form an answer of /graphql goes out where the route gives it itself (GraphQL over HTTP, media types). */
export function mediaTypeFor({ headers: { accept } }: IncomingMessage): string {
  return accept?.toLowerCase().includes('application/graphql-response+json') ? graphqlResponse : json;
}

/** Whether a request says that its body is JSON in UTF-8, which is all we read. */
export function isJson({ headers }: IncomingMessage): boolean {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replace(/"/g, '');
  return type === 'application/json' && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}
