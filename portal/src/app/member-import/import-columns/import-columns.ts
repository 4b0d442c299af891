import { Component, computed, ElementRef, inject, input, output, signal } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { QueryState } from '../../graphql/query-state';
import type { MemberImportField } from '../../graphql/schema.generated';
import { Announcer } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { SaveSection } from '../../ui/save-section';
import { fieldName } from '../import-words';
import { MapMemberImportDocument, MemberImportColumnsDocument } from './import-columns.generated';

type Drafts = ReadonlyMap<number, MemberImportField | null>;
const nothing: Drafts = new Map();
const isField = (text: string): text is MemberImportField => Object.hasOwn(fieldName, text);

/** What each column of the file holds, with what stands in it. Saving compares the file with the workspace anew. */
@Component({
  selector: 'dz-import-columns',
  imports: [Button, Notice, QueryState, SaveSection],
  templateUrl: './import-columns.html',
  styleUrl: './import-columns.css',
})
export class ImportColumns {
  readonly slug = input.required<string>();
  readonly importId = input.required<string>();
  /** The rows are others now. */
  readonly mapped = output();

  private readonly announcer = inject(Announcer);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly fields = Object.entries(fieldName) as readonly [MemberImportField, string][];
  protected readonly query = liveQuery(MemberImportColumnsDocument, () => ({ slug: this.slug(), id: this.importId() }));
  protected readonly saved = computed(() => this.query.data()?.tenant?.memberImport?.columns ?? null);
  protected readonly map = mutation(MapMemberImportDocument);
  private readonly drafts = signal(nothing);
  private readonly refusal = signal<string | null>(null);
  protected readonly problem = computed(() => this.refusal() ?? this.map.problem()?.message ?? null);

  protected readonly columns = computed(() => {
    const drafts = this.drafts();
    const columns = (this.saved() ?? []).map((column, at) => ({ ...column, at, field: drafts.has(at) ? (drafts.get(at) ?? null) : column.field }));
    return columns.map((column) => {
      const first = column.field === null ? undefined : columns.find(({ field }) => field === column.field);
      const twice = first !== undefined && first.at !== column.at ? `“${first.heading || `Column ${first.at + 1}`}” holds that already.` : null;
      return { ...column, name: column.heading || `Column ${column.at + 1}`, twice };
    });
  });
  protected readonly changed = computed(() => this.columns().some(({ field, at }) => field !== this.saved()?.[at]?.field));
  /** What every row needs and no column holds. */
  protected readonly missing = computed(() => {
    const held = new Set(this.columns().map(({ field }) => field));
    if (!held.has('ADDRESS')) return 'No column holds the address yet, which every row needs.';
    return held.has('DISPLAY_NAME') || held.has('FIRST_NAME') || held.has('LAST_NAME') ? null : 'No column holds a name yet, which every row needs.';
  });

  protected choose(at: number, value: string): void {
    this.drafts.update((drafts) => new Map(drafts).set(at, isField(value) ? value : null));
    this.refusal.set(null);
    this.map.clear();
  }

  protected discard(): void {
    this.drafts.set(nothing);
    this.refusal.set(null);
    this.map.clear();
  }

  protected save(): Promise<void> {
    const wrong = this.columns().find(({ twice }) => twice !== null);
    if (wrong !== undefined) {
      this.host.nativeElement.querySelector<HTMLElement>(`#import-column-${wrong.at}`)?.focus();
      return Promise.resolve();
    }
    return this.compare(this.columns().map(({ at, field }) => ({ column: at, field })));
  }

  /** The same columns against the workspace as it is now. */
  protected again(): Promise<void> {
    return this.compare([]);
  }

  private async compare(columns: readonly { column: number; field: MemberImportField | null }[]): Promise<void> {
    this.refusal.set(null);
    const answer = await this.map.run({ input: { importId: this.importId(), columns: [...columns] } });
    if (answer === null) return;
    const result = answer.mapMemberImport;
    if (!('memberImport' in result)) return this.refusal.set(result.message);
    this.drafts.set(nothing);
    this.announcer.say('The file was compared with the workspace again.');
    this.mapped.emit();
  }
}
