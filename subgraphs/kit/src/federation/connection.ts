import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Page } from '../database/keyset';
import { CountsAll } from './cost';
import { PageInfo } from './shared.type';

/** A connection's value: a page, and the total computed only when it is asked for. */
export interface ConnectionOf<Node> extends Page<Node> {
  readonly totalCount: () => Promise<number>;
}

/** The Relay connection of a type: `<Name>Connection` with edges, pageInfo and totalCount. */
export function connectionOf<Node extends object>(name: string, node: () => ClassType<Node>): ClassType<ConnectionOf<Node>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Pass it as "after" to go on from here.' })
    cursor: string;

    @Field(node)
    node: Node;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: 'One page of a list that can grow.' })
  class Connection {
    @Field(() => [Edge])
    edges: Edge[];

    @Field(() => PageInfo)
    pageInfo: PageInfo;

    @CountsAll()
    @Field(() => Int, { description: 'How many there are on all pages; computed only when asked for.' })
    totalCount: () => Promise<number>;
  }
  return Connection as unknown as ClassType<ConnectionOf<Node>>;
}
