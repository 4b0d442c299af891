import { Component, effect, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { DashboardSeatsDocument } from '../dashboard/dashboard.generated';
import { AddDomainDocument } from '../domains/add-domain/add-domain-dialog.generated';
import { liveQuery } from './live-query';
import { mutation } from './mutation';
import { FakeApi } from './testing/fake-api';
import { HeldAnswers } from './testing/held-answers';
import { settle } from './testing/settle';

@Component({ template: '' })
class Host {
  readonly pollMs = signal(0);
  readonly seats = liveQuery(DashboardSeatsDocument, () => ({ slug: 'acme' }), { pollMs: () => this.pollMs() });
  readonly one = mutation(AddDomainDocument);
  readonly other = mutation(AddDomainDocument);
  /** Each figure that was on show, in turn. */
  readonly shown: number[] = [];

  constructor() {
    effect(() => {
      const used = this.seats.data()?.tenant?.seats.used;
      if (used !== undefined) this.shown.push(used);
    });
  }
}

const seats = (used: number): Record<string, unknown> => ({ tenant: { __typename: 'Tenant', id: 't', seats: { __typename: 'Seats', used, limit: 25 } } });
const taken = { addDomain: { __typename: 'DomainTaken', code: 'DOMAIN_TAKEN', message: 'Taken.', path: ['name'] } };

const open = async () => {
  const [asked, pressed] = [new HeldAnswers(), new HeldAnswers()];
  const api = new FakeApi({ DashboardSeats: asked.answer, AddDomain: pressed.answer });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture: ComponentFixture<Host> = TestBed.createComponent(Host);
  await settle(fixture);
  const host = fixture.componentInstance;
  return {
    host,
    asked,
    pressed,
    settle: () => settle(fixture),
    press: async (button: 'one' | 'other' = 'one'): Promise<void> => {
      void host[button].run({ input: { tenantId: 't', name: `${button}.test` } });
      await settle(fixture);
    },
    /** Gives the nth request its answer, and lets the view follow. */
    answer: async (nth: number, used: number): Promise<void> => {
      asked.give(nth, seats(used));
      await settle(fixture);
    },
    finish: async (nth: number): Promise<void> => {
      pressed.give(nth, taken);
      await settle(fixture);
    },
  };
};

describe('answersInOrder', () => {
  it('asks again at once, and shows nothing of the time before, when a mutation was answered in between', async () => {
    const it = await open();
    await it.answer(0, 1);
    it.host.seats.refetch();
    await it.press();
    await it.finish(0);
    await it.answer(1, 1);
    expect([it.asked.count, it.host.seats.fetching()]).toEqual([3, true]);
    await it.answer(2, 2);
    expect([it.host.shown, it.host.seats.fetching(), it.asked.count]).toEqual([[1, 2], false, 3]);
  });

  it('believes what came before the mutation was answered, and what was asked afterwards', async () => {
    const it = await open();
    await it.press();
    await it.answer(0, 1);
    await it.finish(0);
    it.host.seats.refetch();
    await it.settle();
    await it.answer(1, 2);
    expect([it.host.shown, it.asked.count]).toEqual([[1, 2], 2]);
  });

  it('counts each of several mutations, whichever is answered first', async () => {
    const it = await open();
    await it.press('one');
    await it.press('other');
    await it.finish(1);
    await it.answer(0, 0);
    await it.finish(0);
    await it.answer(1, 1);
    await it.answer(2, 2);
    expect([it.host.shown, it.asked.count]).toEqual([[2], 3]);
  });

  it('counts a mutation whose answer was lost: it may have taken effect', async () => {
    const it = await open();
    await it.press();
    it.pressed.lose(0);
    await it.settle();
    await it.answer(0, 1);
    await it.answer(1, 2);
    expect([it.host.shown, it.host.one.problem()?.code]).toEqual([[2], 'OFFLINE']);
  });

  it('passes on a failure, which tells of no time, and asks again with the next poll', async () => {
    const it = await open();
    await it.answer(0, 1);
    it.host.pollMs.set(1);
    while (it.asked.count < 2) await it.settle();
    await it.press();
    await it.finish(0);
    it.asked.lose(1);
    while (it.asked.count < 3) await it.settle();
    it.host.pollMs.set(0);
    expect(it.host.seats.problems()[0]?.code).toBe('OFFLINE');
    await it.answer(2, 2);
    expect([it.host.shown, it.host.seats.problems()]).toEqual([[1, 2], []]);
  });

  it('shows the failure of what is asked again, and is not left waiting', async () => {
    const it = await open();
    await it.press();
    await it.finish(0);
    await it.answer(0, 1);
    it.asked.give(1, null, ['The database has not answered.']);
    await it.settle();
    expect([it.host.seats.problems()[0]?.message, it.host.seats.loading(), it.host.seats.fetching()]).toEqual(['The database has not answered.', false, false]);
  });

  it('believes the third answer where each crosses a mutation, and asks again when they rest', async () => {
    const it = await open();
    for (const nth of [0, 1, 2]) {
      await it.press();
      await it.finish(nth);
      if (nth === 2) await it.press('other');
      await it.answer(nth, nth);
    }
    expect([it.host.shown, it.host.seats.loading(), it.asked.count]).toEqual([[2], false, 3]);
    await it.finish(3);
    expect(it.asked.count).toBe(4);
    await it.answer(3, 3);
    expect([it.host.shown, it.host.seats.fetching()]).toEqual([[2, 3], false]);
  });

  it('asks again where mutations do not rest, after five seconds', async () => {
    const it = await open();
    for (const nth of [0, 1, 2]) {
      await it.press();
      await it.finish(nth);
      if (nth === 2) await it.press('other');
      if (nth === 2) jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
      it.asked.give(nth, seats(nth));
      if (nth < 2) await it.settle();
    }
    try {
      await jest.advanceTimersByTimeAsync(4_900);
      expect(it.asked.count).toBe(3);
      await jest.advanceTimersByTimeAsync(200);
      expect(it.asked.count).toBe(4);
    } finally {
      jest.useRealTimers();
    }
  });

  it('asks again though the page is hidden, so that it is right when it is seen', async () => {
    const it = await open();
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    await it.press();
    await it.finish(0);
    await it.answer(0, 1);
    await it.answer(1, 2);
    hidden.mockRestore();
    expect(it.host.shown).toEqual([2]);
  });

  it('stops asking when nobody looks any more', async () => {
    const it = await open();
    await it.press();
    await it.finish(0);
    TestBed.resetTestingModule();
    it.asked.give(0, seats(1));
    await new Promise((resolve) => setTimeout(resolve));
    expect(it.asked.count).toBe(1);
  });
});
