import type { Answer } from '../../graphql/testing/fake-api';

/** A workspace with these domains, the first the primary one; all are verified but those that end in a question mark. */
export const addressChoices =
  (...names: readonly string[]): Answer =>
  () => ({
    data: {
      tenant: {
        __typename: 'Tenant',
        id: 't-1',
        domains: names.map((name, at) => ({
          __typename: 'Domain',
          id: `d-${at}`,
          name: name.replace('?', ''),
          isPrimary: at === 0,
          status: name.endsWith('?') ? 'PENDING' : 'VERIFIED',
        })),
      },
    },
  });
