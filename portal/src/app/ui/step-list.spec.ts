import { TestBed } from '@angular/core/testing';
import { type Step, StepList } from './step-list';

const step = (name: string, state: Step['state'], more: Partial<Step> = {}): Step => ({
  name,
  title: `Step ${name}`,
  state,
  attempts: 1,
  lastError: null,
  ...more,
});

const render = async (steps: readonly Step[]): Promise<HTMLElement> => {
  const fixture = TestBed.createComponent(StepList);
  fixture.componentRef.setInput('steps', steps);
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
};

describe('StepList', () => {
  it('says each state in words', async () => {
    const host = await render([
      step('a', 'DONE'),
      step('b', 'RUNNING', { attempts: 2 }),
      step('c', 'PLANNED', { attempts: 0 }),
      step('d', 'FAILED', { attempts: 5 }),
      step('e', 'UNDONE'),
    ]);
    expect([...host.querySelectorAll('.state')].map((state) => state.textContent)).toEqual([
      'Done',
      'Working, attempt 2',
      'Waiting',
      'Stopped after 5 attempts',
      'Undone',
    ]);
  });

  it('does not call waiting what never comes', async () => {
    const fixture = TestBed.createComponent(StepList);
    fixture.componentRef.setInput('steps', [step('a', 'UNDONE'), step('b', 'PLANNED')]);
    fixture.componentRef.setInput('over', true);
    await fixture.whenStable();
    expect([...(fixture.nativeElement as HTMLElement).querySelectorAll('.state')].map((state) => state.textContent)).toEqual(['Undone', 'Not begun']);
  });

  it('reads the progress aloud', async () => {
    const host = await render([step('a', 'DONE'), step('b', 'RUNNING')]);
    expect(host.querySelector('[role="status"]')?.textContent).toBe('1 of 2 steps done');
  });

  it('shows why a step stopped, and forgets the errors of one that got done', async () => {
    const host = await render([step('a', 'DONE', { lastError: 'too slow' }), step('b', 'FAILED', { lastError: 'Stalwart has not answered.' })]);
    expect([...host.querySelectorAll('.error')].map((error) => error.textContent)).toEqual(['Stalwart has not answered.']);
    expect(host.querySelector('[role="status"]')?.textContent).toBe('Stopped at: Step b');
  });
});
