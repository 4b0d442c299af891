import { Component, computed, input } from '@angular/core';
import { Icon } from './icon';
import type { IconName } from './icons';

export type StepState = 'PLANNED' | 'RUNNING' | 'DONE' | 'FAILED' | 'UNDONE';

/** One step of long work, in the words the work itself gives. */
export interface Step {
  readonly name: string;
  readonly title: string;
  readonly state: StepState;
  readonly attempts: number;
  readonly lastError: string | null;
}

const looks: Record<StepState, { readonly icon: IconName; readonly words: string }> = {
  PLANNED: { icon: 'circle', words: 'Waiting' },
  RUNNING: { icon: 'running', words: 'Working' },
  DONE: { icon: 'checkCircle', words: 'Done' },
  FAILED: { icon: 'wrong', words: 'Stopped' },
  UNDONE: { icon: 'undone', words: 'Undone' },
};

/** The steps of long work with state and words, read aloud as they change. */
@Component({
  selector: 'dz-step-list',
  imports: [Icon],
  template: `
    <ol>
      @for (step of steps(); track step.name) {
        <li [class]="step.state.toLowerCase()">
          <dz-icon [name]="looks[step.state].icon" />
          <span class="words">
            <span class="title">{{ step.title }}</span>
            @if (step.lastError !== null && step.state !== 'DONE') {
              <span class="error">{{ step.lastError }}</span>
            }
          </span>
          <span class="state">{{ words(step) }}</span>
        </li>
      }
    </ol>
    <p class="visually-hidden" role="status">{{ summary() }}</p>
  `,
  styleUrl: './step-list.css',
})
export class StepList {
  readonly steps = input.required<readonly Step[]>();
  /** True when nothing more happens: what has not begun never will. */
  readonly over = input(false);

  protected readonly looks = looks;
  protected readonly words = ({ state, attempts }: Step): string => {
    if (state === 'PLANNED' && this.over()) return 'Not begun';
    if (attempts > 1 && state === 'RUNNING') return `Working, attempt ${attempts}`;
    return attempts > 1 && state === 'FAILED' ? `Stopped after ${attempts} attempts` : looks[state].words;
  };
  protected readonly summary = computed(() => {
    const steps = this.steps();
    const done = steps.filter(({ state }) => state === 'DONE').length;
    const stopped = steps.find(({ state }) => state === 'FAILED');
    return stopped === undefined ? `${done} of ${steps.length} steps done` : `Stopped at: ${stopped.title}`;
  });
}
