import { afterNextRender, Component, computed, DestroyRef, DOCUMENT, effect, type ElementRef, inject, Injector, input, signal, untracked, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import type { MemberImportState } from '../../graphql/schema.generated';
import { Announcer } from '../../ui/announcer';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { EmptyState } from '../../ui/empty-state';
import { Icon } from '../../ui/icon';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { LeaveGuard } from '../../ui/unsaved';
import { UnsavedSections } from '../../ui/unsaved-sections';
import { ImportColumns } from '../import-columns/import-columns';
import { ImportOutcome } from '../import-outcome/import-outcome';
import { ImportPasswordsDialog } from '../import-passwords/import-passwords-dialog';
import { ImportProgress } from '../import-progress/import-progress';
import { ImportRows } from '../import-rows/import-rows';
import { atWork, importLook, people } from '../import-words';
import { StartImport } from '../start-import/start-import';
import { UndoImportDialog } from '../undo-import/undo-import-dialog';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { MemberImportDocument } from './import-page.generated';

/** One import from its dry run to its end: what the columns hold, what will change, how far it is, and what came of it. */
@Component({
  selector: 'dz-import-page',
  imports: [
    RouterLink,
    Badge,
    Button,
    Dialog,
    EmptyState,
    Icon,
    ImportColumns,
    ImportOutcome,
    ImportPasswordsDialog,
    ImportProgress,
    ImportRows,
    Panel,
    QueryState,
    RelativeTime,
    StartImport,
    UndoImportDialog,
  ],
  providers: [UnsavedSections],
  templateUrl: './import-page.html',
  styleUrl: '../member-imports.css',
})
export class ImportPage {
  readonly slug = input.required<string>();
  readonly id = input.required<string>();
  /** Which rows are on show. */
  readonly show = input<string>();

  protected readonly query = liveQuery(MemberImportDocument, () => ({ slug: this.slug(), id: this.id() }), { pollMs: (): number => (this.live() ? 1_000 : 10_000) });
  protected readonly import = computed(() => this.query.data()?.tenant?.memberImport ?? null);
  private readonly live = computed(() => {
    const found = this.import();
    return found !== null && atWork(found);
  });
  protected readonly look = importLook;
  protected readonly people = people;
  protected readonly sections = inject(UnsavedSections);
  protected readonly asked = signal<'passwords' | 'undo' | 'leaving' | null>(null);
  protected readonly until = computed(() => Date.parse(this.import()?.finishedAt ?? '') + 86_400_000);
  private readonly rows = viewChild(ImportRows);
  private readonly title = viewChild<ElementRef<HTMLElement>>('title');
  private readonly document = inject(DOCUMENT);
  private readonly announcer = inject(Announcer);

  constructor() {
    inject(LeaveGuard).register({ holds: () => this.sections.unsaved() !== null, ask: () => this.asked.set('leaving'), onlyThePage: true }, inject(DestroyRef));
    const injector = inject(Injector);
    let before: MemberImportState | null = null;
    effect(() => {
      const found = this.import();
      if (found === null || found.state === before) return;
      const [was, now] = [before, found];
      before = found.state;
      if (was === null) return;
      untracked(() => this.tell(now));
      afterNextRender(() => this.keepFocus(), { injector });
    });
  }

  /** For those who do not look: an end that came while the page was open. */
  private tell({ state, fileName, counts }: MemberImportFactsFragment): void {
    if (state === 'FINISHED') this.announcer.say(`The import of ${fileName} has finished: ${counts.done} done, ${counts.failed} failed.`);
    if (state === 'UNDONE') this.announcer.say(`The import of ${fileName} is undone: ${counts.undone} taken back, ${counts.kept} kept.`);
  }

  /** Each state has controls of its own; the focus of one that is gone stays with the page. */
  private keepFocus(): void {
    const { activeElement, body } = this.document;
    if (activeElement === null || activeElement === body) this.title()?.nativeElement.focus();
  }

  protected compared(): void {
    this.rows()?.refetch();
  }

  protected discard(): void {
    this.sections.discardAll();
    this.asked.set(null);
  }
}
