import { DestroyRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { LeaveGuard } from './unsaved';

const unload = (): Event => {
  const event = new Event('beforeunload', { cancelable: true });
  dispatchEvent(event);
  return event;
};

describe('LeaveGuard', () => {
  it('lets people go while nobody holds on', () => {
    const guard = TestBed.inject(LeaveGuard);
    const ask = jest.fn();
    guard.register({ holds: () => false, ask }, TestBed.inject(DestroyRef));
    expect(guard.mayLeave()).toBe(true);
    expect(unload().defaultPrevented).toBe(false);
    expect(ask).not.toHaveBeenCalled();
  });

  it('puts the question on the screen inside the portal, and leaves it to the browser when the tab is closed', () => {
    const guard = TestBed.inject(LeaveGuard);
    const ask = jest.fn();
    guard.register({ holds: () => true, ask }, TestBed.inject(DestroyRef));
    expect(unload().defaultPrevented).toBe(true);
    expect(ask).not.toHaveBeenCalled();
    expect(guard.mayLeave()).toBe(false);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('lets the query change where only leaving the page would lose something', () => {
    const guard = TestBed.inject(LeaveGuard);
    const ask = jest.fn();
    guard.register({ holds: () => true, ask, onlyThePage: true }, TestBed.inject(DestroyRef));
    expect(guard.mayLeave(true)).toBe(true);
    expect(ask).not.toHaveBeenCalled();
    expect(guard.mayLeave()).toBe(false);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('forgets a holder that has gone', () => {
    const guard = TestBed.inject(LeaveGuard);
    const gone: (() => void)[] = [];
    guard.register({ holds: () => true, ask: () => undefined }, { onDestroy: (callback: () => void) => gone.push(callback) } as unknown as DestroyRef);
    for (const callback of gone) callback();
    expect(guard.mayLeave()).toBe(true);
  });
});
