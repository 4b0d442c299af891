import { CircuitBreaker } from './circuit-breaker';

describe('a circuit breaker', () => {
  let now: number;
  let breaker: CircuitBreaker;
  const fail = (times: number): void => {
    for (let time = 0; time < times; time += 1) if (breaker.admits()) breaker.failed();
  };
  beforeEach(() => {
    now = 0;
    breaker = new CircuitBreaker(3, 1_000, () => now);
  });

  it('lets calls through until as many failed in a row', () => {
    fail(2);
    expect(breaker.admits()).toBe(true);
    breaker.succeeded();
    fail(2);
    expect(breaker.admits()).toBe(true);
    breaker.failed();
    expect(breaker.admits()).toBe(false);
  });

  it('lets one trial through after a while, and no other until it is back', () => {
    fail(3);
    now = 999;
    expect(breaker.admits()).toBe(false);
    now = 1_000;
    expect([breaker.admits(), breaker.admits(), breaker.admits()]).toEqual([true, false, false]);
  });

  it('closes when the trial succeeds, and waits again when it fails', () => {
    fail(3);
    now = 1_000;
    breaker.admits();
    breaker.failed();
    now = 1_999;
    expect(breaker.admits()).toBe(false);
    now = 2_000;
    expect(breaker.admits()).toBe(true);
    breaker.succeeded();
    expect([breaker.admits(), breaker.admits()]).toEqual([true, true]);
  });
});
