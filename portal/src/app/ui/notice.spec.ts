import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Tone } from './badge';
import { Notice } from './notice';

@Component({ imports: [Notice], template: `<dz-notice [tone]="tone()">Stopped.</dz-notice>` })
class Host {
  readonly tone = signal<Tone>('quiet');
}

describe('Notice', () => {
  it('is read at once only when something went wrong', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const notice = (fixture.nativeElement as HTMLElement).querySelector('dz-notice');
    expect(notice?.getAttribute('role')).toBeNull();
    fixture.componentInstance.tone.set('wrong');
    await fixture.whenStable();
    expect(notice?.getAttribute('role')).toBe('alert');
    expect(notice?.className).toBe('wrong');
  });
});
