import type { AuthentikState, UserRow } from '../authentik-state';

/** Claims that the standard scope mappings give: `groups` are names, an e-mail address is never called verified (contract 9). */
export const accountClaims = (state: AuthentikState, user: Readonly<UserRow>): Record<string, unknown> => ({
  email: user.email,
  email_verified: false,
  name: user.name,
  given_name: user.name,
  preferred_username: user.username,
  nickname: user.username,
  groups: state.groups.values().filter((group) => group.users.includes(user.pk)).map((group) => group.name),
});

export const scopeClaims = {
  openid: ['sub', 'sid', 'amr', 'auth_time'],
  email: ['email', 'email_verified'],
  profile: ['name', 'given_name', 'preferred_username', 'nickname', 'groups'],
  offline_access: [],
};
