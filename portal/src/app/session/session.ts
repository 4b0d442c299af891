import { computed, Injectable } from '@angular/core';
import { liveQuery } from '../graphql/live-query';
import { OperatorTenantsDocument, ViewerDocument } from './viewer.generated';

/** A workspace the viewer may run. */
export interface Workspace {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** Who is signed in, and which workspaces they may run. */
@Injectable()
export class Session {
  private readonly query = liveQuery(ViewerDocument, () => ({}));

  readonly viewer = computed(() => this.query.data()?.viewer ?? null);
  readonly problem = computed(() => this.query.problems()[0] ?? null);
  readonly fetching = this.query.fetching;

  private readonly all = liveQuery(OperatorTenantsDocument, () => (this.viewer()?.isOperator === true ? {} : null));

  /** Workspaces the viewer runs as owner, administrator, partner or operator, without doubles. */
  readonly workspaces = computed<readonly Workspace[]>(() => {
    const viewer = this.viewer();
    if (viewer === null) return [];
    const own = viewer.memberships.filter(({ role, status }) => role !== 'MEMBER' && status === 'ACTIVE').map(({ tenant }) => tenant);
    const partners = viewer.partner?.tenants.edges.map(({ node }) => node) ?? [];
    const operated = this.all.data()?.tenants.edges.map(({ node }) => node) ?? [];
    return [...new Map([...own, ...partners, ...operated].map((tenant) => [tenant.slug, tenant])).values()];
  });

  /** False while the list of workspaces is still on its way. */
  readonly workspacesKnown = computed(() => this.viewer() !== null && !this.all.loading());

  /** True when the viewer runs the workspace, or runs all of them as the operator; also where only the API can tell, since a partner has more tenants than are known here. */
  runs(slug: string): boolean {
    const viewer = this.viewer();
    if (viewer?.isOperator === true || this.workspaces().some((workspace) => workspace.slug === slug)) return true;
    return viewer?.partner?.tenants.pageInfo.hasNextPage === true && !viewer.memberships.some(({ tenant }) => tenant.slug === slug);
  }

  refetch(): void {
    this.query.refetch();
  }
}
