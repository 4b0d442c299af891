import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Badge } from '../ui/badge';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { RelativeTime } from '../ui/relative-time';
import { atWork, importLook } from './import-words';
import { MemberImportsDocument } from './member-imports.generated';
import { UploadForm } from './upload-form/upload-form';

/** Where people come from a file: the upload, and the imports before it. */
@Component({
  selector: 'dz-member-imports',
  imports: [RouterLink, Badge, EmptyState, Icon, QueryState, RelativeTime, UploadForm],
  templateUrl: './member-imports.html',
  styleUrl: './member-imports.css',
})
export class MemberImports {
  readonly slug = input.required<string>();

  private readonly router = inject(Router);
  protected readonly query = liveQuery(MemberImportsDocument, () => ({ slug: this.slug() }), { pollMs: (): number => (this.imports()?.some(atWork) === true ? 2_000 : 10_000) });
  protected readonly tenantId = computed(() => this.query.data()?.tenant?.id ?? null);
  protected readonly imports = computed(() => this.query.data()?.tenant?.memberImports ?? null);
  protected readonly look = importLook;

  protected open(id: string): void {
    void this.router.navigateByUrl(`/t/${this.slug()}/users/import/${id}`);
  }
}
