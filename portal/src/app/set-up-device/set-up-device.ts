import { DOCUMENT, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { TopBar } from '../session/top-bar';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { CopyField } from '../ui/copy-field';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { type Device, deviceGuides, deviceOf } from './device';
import { SetUpDeviceDocument, type SetUpDeviceQuery } from './set-up-device.generated';

type Membership = SetUpDeviceQuery['viewer']['memberships'][number];
type Mailbox = NonNullable<Membership['mailbox']>;

const serverWords = {
  IMAP: { words: 'To read (IMAP)', short: 'IMAP' },
  POP3: { words: 'To read (POP3)', short: 'POP3' },
  SUBMISSION: { words: 'To send (SMTP)', short: 'SMTP' },
} as const;

/** Sets up the device that opens it for the viewer's own mail: a profile where there is one, what to type where there is not. */
@Component({
  selector: 'dz-set-up-device',
  imports: [RouterLink, Button, CopyButton, CopyField, Notice, Panel, QueryState, TopBar],
  templateUrl: './set-up-device.html',
  styleUrl: './set-up-device.css',
})
export class SetUpDevice {
  /** From the address, as the tabs put it there; without it, what the browser runs on. */
  readonly device = input<string>();
  /** From the address, for somebody with more than one. */
  readonly mailbox = input<string>();

  protected readonly query = liveQuery(SetUpDeviceDocument, () => ({}));
  protected readonly guides = deviceGuides;
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly here: Device = this.window ? deviceOf(this.window.navigator) : 'other';
  protected readonly address = `${this.window?.location.origin ?? ''}/set-up-device`;
  protected readonly guide = computed(() => {
    const of = (wanted: string | undefined) => deviceGuides.find(({ device }) => device === wanted);
    return of(this.device()) ?? of(this.here) ?? deviceGuides[deviceGuides.length - 1];
  });
  protected readonly isHere = computed(() => this.guide()?.device === this.here);

  protected readonly memberships = computed(() => this.query.data()?.viewer.memberships ?? null);
  protected readonly mailboxes = computed(() => (this.memberships() ?? []).flatMap(({ mailbox, tenant }) => (mailbox === null ? [] : [{ ...mailbox, tenant }])));
  protected readonly chosen = computed(() => this.mailboxes().find(({ id }) => id === this.mailbox()) ?? this.mailboxes()[0] ?? null);
  /** Why a mailbox was not told, when there is one that was not. */
  protected readonly problem = computed(() => this.query.problems().find(({ path }) => path.includes('mailbox'))?.message ?? null);

  /** What is typed; POP3 only where nothing else is said about the program. */
  protected servers(mailbox: Mailbox): { readonly words: string; readonly short: string; readonly host: string; readonly port: number }[] {
    return mailbox.servers
      .filter(({ protocol }) => protocol !== 'POP3' || this.guide()?.device === 'other')
      .map(({ protocol, host, port }) => ({ ...serverWords[protocol], host, port }));
  }
}
