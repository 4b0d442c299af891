/** What can be made to go wrong with queries whose name ends in `suffix`. */
export interface DnsFault {
  readonly suffix: string;
  readonly kind: 'drop' | 'delay' | 'servfail' | 'truncate';
  /** For `delay`. */
  readonly delayMs?: number;
  readonly transport?: 'udp' | 'tcp';
  /** How many queries it meets; until it is cleared when absent. */
  readonly times?: number;
}

export class DnsFaults {
  private active: { fault: DnsFault; left: number }[] = [];

  add(fault: DnsFault): void {
    this.active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.active = [];
  }

  /** The fault to apply to a query, counted as used. */
  take(name: string, transport: 'udp' | 'tcp'): DnsFault | undefined {
    const entry = this.active.find(({ fault }) => name.endsWith(fault.suffix) && (fault.transport ?? transport) === transport);
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.active = this.active.filter((other) => other !== entry);
    return entry.fault;
  }
}
