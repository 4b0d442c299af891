import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { AddAliasDialog } from '../add-alias/add-alias-dialog';
import { CreateListDialog } from '../create-list/create-list-dialog';
import type { MailWords } from '../mail-settings';
import { RoleAddressesDocument } from './role-addresses.generated';

/** Whether the addresses that everybody expects at a domain reach somebody, with what makes it so. Advice: nothing waits for it. */
@Component({
  selector: 'dz-role-addresses',
  imports: [RouterLink, AddAliasDialog, Badge, Button, CreateListDialog, EmptyState, QueryState],
  templateUrl: './role-addresses.html',
  styleUrl: './role-addresses.css',
})
export class RoleAddresses {
  readonly slug = input.required<string>();
  readonly new = input<string>();
  /** What the dialog that is open begins with. */
  readonly address = input<string>();
  readonly changed = output<MailWords>();

  protected readonly query = liveQuery(RoleAddressesDocument, () => ({ slug: this.slug() }), { keepPrevious: true, pollMs: 10_000 });
  protected readonly tenant = computed(() => this.query.data()?.tenant ?? null);
  protected readonly addresses = computed(() => (this.tenant()?.domains ?? []).flatMap(({ roleAddresses }) => roleAddresses));

  protected close(words: MailWords = {}): void {
    this.query.refetch();
    this.changed.emit({ new: null, address: null, ...words });
  }
}
