import { Component, input } from '@angular/core';
import { Badge } from '../../ui/badge';
import { CopyButton } from '../../ui/copy-button';
import { recordLook, recordPurpose } from '../domain-status';
import type { DomainRecordsFragment } from './domain.generated';

/** The records to publish: what is expected, what the world's DNS says, and what to do about the difference. */
@Component({
  selector: 'dz-domain-records-table',
  imports: [Badge, CopyButton],
  templateUrl: './domain-records-table.html',
  styles: `
    td {
      vertical-align: top;
      /* A signing key is one word of four hundred letters. */
      overflow-wrap: anywhere;
    }
    .value {
      display: flex;
      align-items: flex-start;
      gap: 4px;
      min-width: 0;
      text-align: left;
    }
    .value code {
      flex: 1;
      min-width: 0;
      padding-top: 4px;
      overflow-wrap: anywhere;
    }
    .type code {
      line-height: 28px;
    }
    .state dz-badge {
      margin-top: 3px;
    }
    .expected {
      min-width: 260px;
    }
    .host {
      width: 30%;
      min-width: 190px;
    }
    .found {
      margin-top: 6px;
      color: var(--text-soft);
    }
    .advice {
      margin-top: 6px;
    }
    @media (max-width: 720px) {
      .expected,
      .host {
        width: 100%;
        min-width: 0;
      }
    }
  `,
})
export class DomainRecordsTable {
  readonly records = input.required<DomainRecordsFragment['records']>();
  readonly domain = input.required<string>();

  protected readonly look = recordLook;
  protected readonly purposes = recordPurpose;
  /** A record that nobody published needs no advice: name and value above it are what to do. */
  protected readonly missing = ({ state, found }: { readonly state: string; readonly found: readonly string[] }): boolean => state === 'BAD' && found.length === 0;
}
