import { TestBed } from '@angular/core/testing';
import { RelativeTime, relativeTime } from './relative-time';

const now = Date.UTC(2026, 10, 23, 12, 0, 0);
const minute = 60_000;

describe('relativeTime', () => {
  it.each([
    [now - 20_000, 'just now'],
    [now - 3 * minute, '3 minutes ago'],
    [now - 119 * minute, '1 hour ago'],
    [now - 26 * 60 * minute, 'yesterday'],
    [now + 9 * 24 * 60 * minute, 'next week'],
    [now - 800 * 24 * 60 * minute, '2 years ago'],
  ])('says %d as %s', (at, words) => {
    expect(relativeTime(at, now)).toBe(words);
  });
});

describe('RelativeTime', () => {
  beforeEach(() => jest.useFakeTimers({ now, doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate', 'requestAnimationFrame'] }));
  afterEach(() => jest.useRealTimers());

  it('keeps itself current and carries the exact moment', () => {
    const fixture = TestBed.createComponent(RelativeTime);
    fixture.componentRef.setInput('at', new Date(now - 59 * minute).toISOString());
    fixture.detectChanges();
    const time = (fixture.nativeElement as HTMLElement).querySelector('time');
    expect(time?.textContent).toBe('59 minutes ago');
    expect(time?.getAttribute('datetime')).toBe('2026-11-23T11:01:00.000Z');
    jest.advanceTimersByTime(minute);
    fixture.detectChanges();
    expect(time?.textContent).toBe('1 hour ago');
  });
});
