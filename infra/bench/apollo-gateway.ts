import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

interface Caller {
  readonly authorization: string;
}

class Passing extends RemoteGraphQLDataSource<Caller> {
  override willSendRequest({ request, context }: Parameters<NonNullable<RemoteGraphQLDataSource<Caller>['willSendRequest']>>[0]): void {
    request.http?.headers.set('authorization', (context as Caller).authorization ?? '');
  }
}

/** @apollo/gateway as its documentation starts it, passing the caller's token on to the subgraphs. */
async function main(): Promise<void> {
  const gateway = new ApolloGateway({ supergraphSdl: readFileSync(process.argv[2] ?? '', 'utf8'), buildService: ({ url }) => new Passing({ url: url ?? '' }) });
  const server = new ApolloServer<Caller>({ gateway });
  await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(process.env['PORT']) }, context: async ({ req }) => ({ authorization: req.headers.authorization ?? '' }) });
  process.send?.({ ready: 'apollo' });
}

void main();
