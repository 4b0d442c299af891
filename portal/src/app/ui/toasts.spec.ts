import { TestBed } from '@angular/core/testing';
import { Announcer } from './announcer';
import { Toasts } from './toasts';

describe('Toasts', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  it('shows what is said in a live region, the last three, for six seconds', () => {
    const fixture = TestBed.createComponent(Toasts);
    const announcer = TestBed.inject(Announcer);
    const region = (): string[] => {
      fixture.detectChanges();
      const host = fixture.nativeElement as HTMLElement;
      return [...host.querySelectorAll('[aria-live="polite"] .toast')].map((toast) => toast.textContent.trim());
    };
    for (const words of ['one', 'two', 'three', 'four']) announcer.say(words);
    expect(region()).toEqual(['two', 'three', 'four']);
    jest.advanceTimersByTime(6_000);
    expect(region()).toEqual([]);
  });

  it('goes away when dismissed', () => {
    const fixture = TestBed.createComponent(Toasts);
    TestBed.inject(Announcer).say('one');
    fixture.detectChanges();
    const host = fixture.nativeElement as HTMLElement;
    host.querySelector('button')?.click();
    fixture.detectChanges();
    expect(host.querySelector('.toast')).toBeNull();
  });
});
