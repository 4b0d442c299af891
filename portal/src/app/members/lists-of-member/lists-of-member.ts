import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { Notice } from '../../ui/notice';
import { ListsOfMemberDocument } from './lists-of-member.generated';

const named = 5;

/** Says, before somebody is suspended or removed, which distribution lists they are in, and which of those have nobody else. */
@Component({
  selector: 'dz-lists-of-member',
  imports: [RouterLink, Notice],
  template: `
    @if (problem(); as words) {
      <dz-notice tone="attention">Which distribution lists they are in could not be read. {{ words }}</dz-notice>
    } @else if (found(); as all) {
      @if (all.count > 0) {
        <div class="stack">
          <p class="soft">{{ sentence() }}</p>
          @if (alone().length > 0) {
            <dz-notice tone="attention">
              <p>
                <strong>{{ warning().what }}</strong> {{ warning().meaning }} Add somebody first.
              </p>
              <ul>
                @for (list of alone(); track list.id) {
                  <li>
                    <a [routerLink]="'/t/' + slug() + '/mail'" [queryParams]="{ tab: 'lists', list: list.id }">{{ list.name }}</a>
                    <span class="small soft">{{ list.address }}</span>
                  </li>
                }
              </ul>
              @if (all.onlyRecipientCount > alone().length) {
                <p class="small">And {{ all.onlyRecipientCount - alone().length }} more.</p>
              }
            </dz-notice>
          }
        </div>
      }
    }
  `,
  styles: `
    ul {
      display: grid;
      gap: 4px;
      margin: 6px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
    }
  `,
})
export class ListsOfMember {
  readonly slug = input.required<string>();
  readonly memberId = input.required<string>();
  /** Whether they are taken out of their lists; suspended, they stay. */
  readonly leaves = input.required<boolean>();

  private readonly query = liveQuery(ListsOfMemberDocument, () => ({ slug: this.slug(), id: this.memberId() }));
  protected readonly found = computed(() => this.query.data()?.tenant?.member?.mailbox?.listMemberships ?? null);
  protected readonly problem = computed(() => (this.found() === null ? (this.query.problems()[0]?.message ?? null) : null));
  protected readonly alone = computed(() => (this.found()?.memberships ?? []).flatMap(({ list, onlyRecipient }) => (onlyRecipient ? [list] : [])).slice(0, named));
  protected readonly warning = computed(() => {
    const { count = 0, onlyRecipientCount: alone = 0 } = this.found() ?? {};
    const what = count === 1 ? 'It has no other recipient.' : alone === 1 ? 'One of them has no other recipient.' : `${alone} of them have no other recipient.`;
    return { what, meaning: this.leaves() ? `Mail to ${alone === 1 ? 'it' : 'them'} will be refused.` : `Nobody reads ${alone === 1 ? 'its' : 'their'} mail meanwhile.` };
  });
  protected readonly sentence = computed(() => {
    const { count = 0, memberships = [] } = this.found() ?? {};
    const lists = count === 1 ? 'one distribution list' : `${count} distribution lists`;
    const names = memberships.slice(0, named).map(({ list }) => list.name);
    const all = `${names.join(', ')}${count > names.length ? ` and ${count - names.length} more` : ''}`;
    return this.leaves() ? `They are taken out of ${lists}: ${all}.` : `They stay in ${lists}: ${all}. Mail goes on arriving in their mailbox, and they cannot read it.`;
  });
}
