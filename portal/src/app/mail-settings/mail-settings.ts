import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { AliasList } from './aliases/alias-list';
import { DistributionLists } from './lists/distribution-lists';
import { MailboxList } from './mailboxes/mailbox-list';
import { RoleAddresses } from './role-addresses/role-addresses';
import { RoleAddressesHint } from './role-addresses/role-addresses-hint';
import { WhoReceives } from './who-receives/who-receives';

const tabs = ['lists', 'delivery', 'mailboxes', 'roles'] as const;
type Tab = (typeof tabs)[number];

/** What the address of the page says; null takes a word out of it. */
export type MailWords = Partial<Record<'tab' | 'q' | 'list' | 'new' | 'address', string | null>>;

/** Every address of a workspace that mail can be sent to, and where it goes. Tab, search (`q`), open list (`list`) and dialog (`new`) live in the address. */
@Component({
  selector: 'dz-mail-settings',
  imports: [RouterLink, AliasList, DistributionLists, MailboxList, RoleAddresses, RoleAddressesHint, WhoReceives],
  templateUrl: './mail-settings.html',
})
export class MailSettings {
  readonly slug = input.required<string>();
  readonly tab = input<string>();
  readonly q = input<string>();
  readonly list = input<string>();
  readonly new = input<string>();
  readonly address = input<string>();

  private readonly router = inject(Router);
  protected readonly tabs: readonly (readonly [tab: Tab | null, name: string])[] = [
    [null, 'Aliases'],
    ['lists', 'Distribution lists'],
    ['mailboxes', 'Mailboxes'],
    ['delivery', 'Who receives'],
    ['roles', 'Postmaster and abuse'],
  ];
  protected readonly shown = computed((): Tab | null => tabs.find((tab) => tab === this.tab()) ?? null);

  protected goTo(queryParams: MailWords): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
