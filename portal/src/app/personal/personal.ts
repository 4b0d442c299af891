import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Session } from '../session/session';
import { TopBar } from '../session/top-bar';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { formatBytes } from '../ui/bytes';
import { CopyField } from '../ui/copy-field';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { ProgressBar } from '../ui/progress-bar';
import { PersonalDocument } from './personal.generated';

/** A person's own side: what is theirs in each workspace, and nothing of how it is run. */
@Component({
  selector: 'dz-personal',
  imports: [RouterLink, Avatar, Button, CopyField, Notice, Panel, ProgressBar, QueryState, TopBar],
  templateUrl: './personal.html',
  styleUrl: './personal.css',
})
export class Personal {
  protected readonly session = inject(Session);
  protected readonly bytes = formatBytes;
  protected readonly query = liveQuery(PersonalDocument, () => ({}), { pollMs: 10_000 });
  protected readonly viewer = computed(() => this.query.data()?.viewer ?? null);

  /** Why a part of a membership did not load, when it did not. */
  protected problemOf(membership: number, field: 'mailbox' | 'drive'): string | null {
    return this.query.problems().find(({ path }) => path[2] === membership && path[3] === field)?.message ?? null;
  }

  protected amount(bytes: number | string | null): number {
    return Number(bytes ?? 0);
  }
}
