import type { Answer } from '../../graphql/testing/fake-api';

/** Who looks: an administrator, known by the id of their user. */
export const viewer =
  (id: string): Answer =>
  () => ({
    data: {
      viewer: {
        __typename: 'Viewer',
        user: { __typename: 'User', id, email: 'admin@acme.test', displayName: 'Anders Holm' },
        isOperator: false,
        passwordChangeRequired: false,
        memberships: [],
        partner: null,
      },
    },
  });
