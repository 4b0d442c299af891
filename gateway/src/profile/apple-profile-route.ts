import type { ActorSigner } from '@dezky/kit/context/actor-token';
import type { PeerTransport } from '@dezky/kit/peer/peers';
import type { Authenticator } from '../authenticate/authenticator';
import type { Exchange } from '../http/exchange';

const query = `query AppleProfile($id: ID!) { appleProfile(mailboxId: $id) { fileName file } }`;

/** `/profiles/mail/<mailbox>.mobileconfig`: a configuration profile for Apple's devices, made by the mail subgraph for whoever may see the mailbox. */
export class AppleProfileRoute {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly signer: ActorSigner,
    private readonly transport: PeerTransport,
  ) {}

  /** @returns whether the path was ours. */
  async handle(exchange: Exchange): Promise<boolean> {
    const id = /^\/profiles\/mail\/([A-Za-z0-9_-]{1,64})\.mobileconfig$/.exec(exchange.url.pathname)?.[1];
    if (!id) return false;
    const text = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
    if (exchange.request.method !== 'GET') {
      exchange.send(405, '', { allow: 'GET' });
      return true;
    }
    const { actor } = await this.authenticator.actorOf(exchange.request, exchange.requestId);
    if (actor.kind === 'PUBLIC') {
      exchange.send(401, 'Sign in to the portal first, then download the profile again.', text);
      return true;
    }
    const { data, errors } = await this.transport('mail', { query, variables: { id }, actorToken: await this.signer.sign(actor), requestId: exchange.requestId, ipAddress: exchange.ipAddress });
    const profile = data?.['appleProfile'] as { fileName: string; file: string } | null | undefined;
    if (profile) exchange.send(200, Buffer.from(profile.file, 'base64'), { 'content-type': 'application/x-apple-aspen-config', 'content-disposition': `attachment; filename="${profile.fileName.replace(/[^A-Za-z0-9@._-]/g, '_')}"`, 'cache-control': 'no-store' });
    else if (errors?.some(({ extensions }) => extensions['code'] === 'BACKEND_UNAVAILABLE')) exchange.send(503, 'The mail server is not available right now. Try again in a moment.', text);
    else exchange.send(404, 'There is no such mailbox, or you may not see it.', text);
    return true;
  }
}
