import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Notice } from '../ui/notice';
import { RelativeTime } from '../ui/relative-time';
import { AddDomainDialog } from './add-domain/add-domain-dialog';
import { domainStatus } from './domain-status';
import { DomainsDocument } from './domains.generated';

/** The mail domains of a workspace. `?new=domain` in the address opens the dialog that adds one. */
@Component({
  selector: 'dz-domains',
  imports: [RouterLink, AddDomainDialog, Badge, Button, EmptyState, Notice, QueryState, RelativeTime],
  templateUrl: './domains.html',
})
export class Domains {
  readonly slug = input.required<string>();
  readonly new = input<string>();

  private readonly router = inject(Router);
  protected readonly statuses = domainStatus;
  protected readonly query = liveQuery(DomainsDocument, () => ({ slug: this.slug() }), { pollMs: 5_000 });
  protected readonly tenant = computed(() => this.query.data()?.tenant ?? null);
  protected readonly domains = computed(() => this.tenant()?.domains ?? null);

  protected closeDialog(): void {
    void this.router.navigate([], { queryParams: { new: null }, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
