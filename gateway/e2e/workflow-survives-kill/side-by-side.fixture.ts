import { KillBench } from './kill-bench.fixture';
import { KillCast } from './kill-cast.fixture';

/** What scripts play on. It is there once the first of them begins. */
export interface Stage {
  bench: KillBench;
  cast: KillCast;
  /** The ids of the demonstration's tenants. */
  acme: string;
  globex: string;
}

/** Tests by what they say, in the course of which workflows are killed. */
export type Scripts = Readonly<Record<string, () => Promise<void>>>;

/**
 * Declares tests that share one bench. Those of a lane are played one after the other; the lanes are played side by side, and once each
 * of them has come to where it is killed, the process is killed for all of them: starting another one takes seconds of a core.
 */
export function sideBySide(lanes: readonly Readonly<Record<string, (stage: Stage) => Scripts>>[]): void {
  const stage = {} as Stage;
  const scripts = lanes.map((lane) => Object.entries(lane).map(([about, scriptsOf]) => ({ about, scripts: Object.entries(scriptsOf(stage)) })));
  let ends: Map<() => Promise<void>, Promise<void>> | undefined;

  beforeAll(async () => {
    stage.bench = await KillBench.start();
    stage.cast = new KillCast(stage.bench);
    [stage.acme, stage.globex] = [await stage.bench.tenantId('acme'), await stage.bench.tenantId('globex')];
    await stage.bench.rows('update identity.tenants set seat_limit = null');
  }, 120_000);
  afterAll(() => stage.bench.stop(), 60_000);

  const begin = (): Map<() => Promise<void>, Promise<void>> => {
    const begun = new Map<() => Promise<void>, Promise<void>>();
    for (const lane of scripts) {
      let before: Promise<unknown> = Promise.resolve();
      const whole = lane.flatMap((group) => group.scripts).map(([, script]) => {
        // One that fails is told where it is declared, and does not keep the next from being played.
        const end = before.then(script);
        before = end.catch(() => undefined);
        begun.set(script, end);
        return before;
      });
      void stage.bench.play(() => Promise.all(whole));
    }
    return begun;
  };

  for (const { about, scripts: some } of scripts.flat()) {
    describe(about, () => {
      it.each(some)('%s', async (_title, script) => (ends ??= begin()).get(script), 300_000);
    });
  }
}
