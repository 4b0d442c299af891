import type { Directory } from '../directory';
import { encodeId, idOrder } from '../object-id';
import type { JsonObject } from '../json';

/** How far an account's calendars have changed; both kinds count on the same counter. */
interface Progress {
  readonly changes: number;
  readonly calendars: number;
  readonly events: number;
}

type Kind = 'Calendar' | 'CalendarEvent';

const rights = { mayReadFreeBusy: true, mayReadItems: true, mayWriteAll: true, mayWriteOwn: true, mayUpdatePrivate: true, mayRSVP: true, mayShare: true, mayDelete: true };

const newCalendar = (name: string, isDefault: boolean): JsonObject => ({
  name,
  description: null,
  color: null,
  timeZone: null,
  sortOrder: 0,
  isDefault,
  isSubscribed: isDefault,
  myRights: rights,
});

/** One account's calendars and events. Ids count up within the account and are never given twice. */
export class Calendars {
  constructor(
    private readonly directory: Directory,
    readonly accountId: string,
  ) {}

  /** The account gets its first calendar when somebody looks. */
  prepare(): void {
    if (this.directory.objects('CalendarProgress').has(this.accountId)) return;
    const address = this.directory.addressOf(this.directory.objects('Account').get(this.accountId) ?? {});
    this.put('Calendar', this.nextId('Calendar'), newCalendar(`Stalwart Calendar (${address})`, true));
    this.keep({ changes: 1, calendars: 1, events: 1 });
  }

  state(kind: Kind): string {
    const { calendars, events } = this.progress;
    return `s${encodeId((kind === 'Calendar' ? calendars : events) * 4).padStart(2, 'a')}`;
  }

  /** A set that changed something, whatever number of objects, is one step. */
  changed(kind: Kind): void {
    const { changes, calendars, events } = this.progress;
    const next = changes + 1;
    this.keep(kind === 'Calendar' ? { changes: next, calendars: next, events } : { changes: next, calendars, events: next });
  }

  entries(kind: Kind): [string, JsonObject][] {
    const prefix = `${this.accountId}/`;
    const own = this.directory.objects(kind).entries().filter(([key]) => key.startsWith(prefix));
    return own.map(([key, value]): [string, JsonObject] => [key.slice(prefix.length), value]).sort(([left], [right]) => (idOrder(left) < idOrder(right) ? -1 : 1));
  }

  get(kind: Kind, id: string): JsonObject | undefined {
    return this.directory.objects(kind).get(`${this.accountId}/${id}`);
  }

  add(kind: Kind, value: JsonObject): string {
    const id = this.nextId(kind);
    this.put(kind, id, kind === 'Calendar' ? { ...newCalendar('', false), ...value } : value);
    return id;
  }

  put(kind: Kind, id: string, value: JsonObject): void {
    this.directory.objects(kind).put(`${this.accountId}/${id}`, value);
  }

  delete(kind: Kind, id: string): boolean {
    return this.directory.objects(kind).delete(`${this.accountId}/${id}`);
  }

  /** With the account go its calendars and what is in them. */
  forget(): void {
    for (const kind of ['CalendarEvent', 'Calendar'] as const) for (const [id] of this.entries(kind)) this.delete(kind, id);
    this.directory.objects('CalendarProgress').delete(this.accountId);
  }

  private nextId(kind: Kind): string {
    return this.directory.nextId(`${kind} of ${this.accountId}`);
  }

  private get progress(): Progress {
    return (this.directory.objects('CalendarProgress').get(this.accountId) ?? { changes: 0, calendars: 0, events: 0 }) as unknown as Progress;
  }

  private keep(progress: Progress): void {
    this.directory.objects('CalendarProgress').put(this.accountId, { ...progress });
  }
}
