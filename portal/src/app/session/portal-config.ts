import { inject, Injectable, InjectionToken, signal } from '@angular/core';

/** The public part of the gateway's configuration. */
export interface PortalConfig {
  readonly productName: string;
  /** Where the sandbox's own page is served, or null where the back ends are real. */
  readonly sandboxUrl: string | null;
  /** Where operators explore the graph, or null where that is not served. */
  readonly explorerUrl: string | null;
}

export const portalFetch = new InjectionToken<typeof fetch>('portalFetch', { factory: () => (input, init) => fetch(input, init) });

/** The configuration the gateway serves, read once when the portal starts. */
@Injectable({ providedIn: 'root' })
export class Portal {
  private readonly fetch = inject(portalFetch);
  private readonly current = signal<PortalConfig>({ productName: 'Dezky', sandboxUrl: null, explorerUrl: null });
  readonly config = this.current.asReadonly();

  /** Without an answer the portal runs on without the parts that are configured. */
  async load(): Promise<void> {
    const answer = await this.fetch('/portal.config.json').catch(() => null);
    if (answer?.ok !== true) return;
    this.current.set((await answer.json()) as PortalConfig);
  }
}
