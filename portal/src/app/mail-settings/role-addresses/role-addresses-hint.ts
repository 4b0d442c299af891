import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { RoleAddressesDocument } from './role-addresses.generated';

const named = 2;

/** One sentence while some of them reach nobody. What did not load is said where they are listed. */
@Component({
  selector: 'dz-role-addresses-hint',
  imports: [RouterLink, Button, Notice],
  template: `
    @if (unreached().length > 0) {
      <dz-notice>
        Mail to {{ words() }} reaches nobody.
        <a dz-button size="small" [routerLink]="[]" [queryParams]="{ tab: 'roles' }">Choose who gets it</a>
      </dz-notice>
    }
  `,
})
export class RoleAddressesHint {
  readonly slug = input.required<string>();

  private readonly query = liveQuery(RoleAddressesDocument, () => ({ slug: this.slug() }), { keepPrevious: true });
  protected readonly unreached = computed(() => (this.query.data()?.tenant?.domains ?? []).flatMap(({ roleAddresses }) => roleAddresses.filter(({ reached }) => !reached).map(({ address }) => address)));
  protected readonly words = computed(() => {
    const more = this.unreached().length - named;
    return this.unreached().slice(0, named).join(more > 0 ? ', ' : ' and ') + (more > 0 ? ` and ${more} more` : '');
  });
}
