import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Button } from './button';
import { Notice } from './notice';

const named = 2;

/** One sentence while some of the addresses that everybody expects at a domain reach nobody; nothing otherwise. */
@Component({
  selector: 'dz-unreached-addresses',
  imports: [RouterLink, Button, Notice],
  template: `
    @if (addresses().length > 0) {
      <dz-notice>
        Mail to {{ words() }} reaches nobody.
        <a dz-button size="small" [routerLink]="'/t/' + slug() + '/mail'" [queryParams]="{ tab: 'roles' }">Choose who gets it</a>
      </dz-notice>
    }
  `,
})
export class UnreachedAddresses {
  readonly slug = input.required<string>();
  readonly addresses = input.required<readonly string[]>();

  protected readonly words = computed(() => {
    const more = this.addresses().length - named;
    return this.addresses().slice(0, named).join(more > 0 ? ', ' : ' and ') + (more > 0 ? ` and ${more} more` : '');
  });
}

/** Those that reach nobody, of some domains. */
export const unreachedOf = (domains: readonly { readonly roleAddresses: readonly { readonly address: string; readonly reached: boolean }[] }[]): string[] =>
  domains.flatMap(({ roleAddresses }) => roleAddresses.flatMap(({ address, reached }) => (reached ? [] : [address])));
