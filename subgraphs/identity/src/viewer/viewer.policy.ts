import { policy } from '@dezky/kit/context/policy';

export const viewerPolicy = policy('viewer', {
  read: { signedIn: true },
  changePassword: { signedIn: true },
});
