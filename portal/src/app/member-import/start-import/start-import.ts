import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { Announcer } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { people, rowCount } from '../import-words';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { ImportSeatsDocument } from './import-seats.generated';
import { StartMemberImportDocument } from './start-member-import.generated';

/** What the import would do, in a sentence, what it takes of the plan, and the button that begins it. */
@Component({
  selector: 'dz-start-import',
  imports: [RouterLink, Button, Notice, Panel],
  templateUrl: './start-import.html',
})
export class StartImport {
  readonly slug = input.required<string>();
  readonly of = input.required<MemberImportFactsFragment>();

  private readonly announcer = inject(Announcer);
  protected readonly start = mutation(StartMemberImportDocument);
  private readonly refusal = signal<string | null>(null);
  protected readonly problem = computed(() => this.refusal() ?? this.start.problem()?.message ?? null);
  private readonly seats = liveQuery(ImportSeatsDocument, () => ({ slug: this.slug() }));

  protected readonly something = computed(() => this.of().counts.create + this.of().counts.update > 0);
  /** "Creates 3 users and updates 1." */
  protected readonly sentence = computed(() => {
    const { create, update } = this.of().counts;
    const parts = [create > 0 ? `creates ${people(create)}` : '', update > 0 ? `updates ${create > 0 ? update : people(update)}` : ''].filter(Boolean).join(' and ');
    return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`;
  });
  protected readonly seatWords = computed(() => {
    const { create } = this.of().counts;
    if (create === 0) return 'No seat is used: nobody new is created.';
    const seats = this.seats.data()?.tenant?.seats;
    const used = `Each new user gets a sign-in, a mailbox and a drive, and uses a seat: ${create} ${create === 1 ? 'seat' : 'seats'}`;
    return seats?.limit == null ? `${used}.` : `${used} of the ${Math.max(0, seats.limit - seats.used)} that are free.`;
  });
  protected readonly leftOut = computed(() => {
    const { skip, conflict } = this.of().counts;
    const parts = [skip > 0 ? `${skip} with nothing to change` : '', conflict > 0 ? `${conflict} in conflict, with the reason beside each` : ''].filter(Boolean);
    return parts.length === 0 ? null : `Left out: ${rowCount(skip + conflict)} (${parts.join('; ')}).`;
  });

  protected async begin(): Promise<void> {
    this.refusal.set(null);
    const answer = await this.start.run({ input: { importId: this.of().id } });
    if (answer === null) return;
    const result = answer.startMemberImport;
    if ('memberImport' in result) this.announcer.say(`The import of ${this.of().fileName} has started.`);
    else this.refusal.set(result.message);
  }
}
