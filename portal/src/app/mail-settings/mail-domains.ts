import { computed, type Signal } from '@angular/core';
import { liveQuery } from '../graphql/live-query';
import { verifiedNames } from '../ui/address-field';
import { MailDomainsDocument } from './mail-domains.generated';

/** The domains that addresses can be on, or null while they are not known. Call it where injection is possible. */
export const mailDomains = (slug: Signal<string>): Signal<readonly string[] | null> => {
  const query = liveQuery(MailDomainsDocument, () => ({ slug: slug() }));
  return computed(() => verifiedNames(query.data()?.tenant?.domains));
};
