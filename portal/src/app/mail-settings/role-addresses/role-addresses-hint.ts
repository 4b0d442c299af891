import { Component, computed, input } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { UnreachedAddresses, unreachedOf } from '../../ui/unreached-addresses';
import { RoleAddressesDocument } from './role-addresses.generated';

/** Said above the aliases while an address that everybody expects reaches nobody. What did not load is said where they are listed. */
@Component({
  selector: 'dz-role-addresses-hint',
  imports: [UnreachedAddresses],
  template: `<dz-unreached-addresses [slug]="slug()" [addresses]="unreached()" />`,
})
export class RoleAddressesHint {
  readonly slug = input.required<string>();

  private readonly query = liveQuery(RoleAddressesDocument, () => ({ slug: this.slug() }), { keepPrevious: true });
  protected readonly unreached = computed(() => unreachedOf(this.query.data()?.tenant?.domains ?? []));
}
