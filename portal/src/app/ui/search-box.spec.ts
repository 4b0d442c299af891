import { TestBed } from '@angular/core/testing';
import { SearchBox } from './search-box';

const open = () => {
  const fixture = TestBed.createComponent(SearchBox);
  for (const [name, value] of Object.entries({ label: 'Search users', hint: 'Name or address', text: 'ada' })) fixture.componentRef.setInput(name, value);
  fixture.detectChanges();
  const said: string[] = [];
  fixture.componentInstance.searched.subscribe((text) => said.push(text));
  const box = (fixture.nativeElement as HTMLElement).querySelector('input')!;
  return {
    fixture,
    said,
    box,
    type: (text: string): void => {
      box.value = text;
      box.dispatchEvent(new Event('input'));
    },
  };
};

describe('SearchBox', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('shows what is searched for, and says what is typed once, a moment after the last key', () => {
    const it = open();
    expect([it.box.value, it.box.getAttribute('aria-label')]).toEqual(['ada', 'Search users']);
    it.type('b');
    jest.advanceTimersByTime(150);
    it.type(' bo ');
    jest.advanceTimersByTime(150);
    expect(it.said).toEqual([]);
    jest.advanceTimersByTime(100);
    expect(it.said).toEqual(['bo']);
  });

  it('says nothing any more when it is told to rest, or goes', () => {
    const it = open();
    it.type('bo');
    it.fixture.componentInstance.rest();
    it.type('cleo');
    it.fixture.destroy();
    jest.advanceTimersByTime(1_000);
    expect(it.said).toEqual([]);
  });
});
