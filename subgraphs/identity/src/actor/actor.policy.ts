import { policy } from '@dezky/kit/context/policy';

export const actorPolicy = policy('actor', {
  resolve: { peers: ['gateway', 'stack'] },
});
