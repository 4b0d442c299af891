/** The part of `oidc-provider` 9.13 in use; the package ships no types. */
declare module 'oidc-provider' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Adapter {
    upsert(id: string, payload: Record<string, unknown>, expiresIn?: number): Promise<void>;
    find(id: string): Promise<Record<string, unknown> | undefined>;
    findByUid(uid: string): Promise<Record<string, unknown> | undefined>;
    findByUserCode(userCode: string): Promise<Record<string, unknown> | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  }

  export interface OidcToken {
    readonly kind: string;
    readonly accountId?: string;
    readonly clientId?: string;
    readonly grantId?: string;
    readonly sessionUid?: string;
    readonly scope?: string;
  }

  export interface OidcContext {
    body: unknown;
    type: string;
    status: number;
    set(header: string, value: string): void;
    readonly req: IncomingMessage;
    readonly oidc: {
      readonly client?: { readonly clientId: string; readonly redirectUris: string[]; readonly postLogoutRedirectUris: string[] };
      readonly session?: { readonly uid: string; readonly accountId?: string; readonly exp?: number; grantIdFor(clientId: string): string | undefined };
      readonly result?: { readonly login?: unknown };
      readonly params: Record<string, string | undefined>;
      readonly requestParamScopes: Set<string>;
      readonly entities: Record<string, OidcToken | undefined>;
      readonly provider: Provider;
    };
  }

  export interface Interaction {
    readonly uid: string;
    readonly prompt: { readonly name: string; readonly reasons: string[] };
    readonly params: Record<string, string | undefined>;
    readonly session?: { readonly accountId?: string };
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }

  export class Provider extends (Object as unknown as typeof EventEmitter) {
    constructor(issuer: string, configuration: Record<string, unknown>);
    readonly issuer: string;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: Record<string, unknown>): Promise<void>;
    readonly Grant: { new (values: { accountId: string; clientId: string }): Grant; find(id: string): Promise<Grant | undefined> };
  }

  export const errors: { readonly SessionNotFound: new (...args: never[]) => Error };
}
