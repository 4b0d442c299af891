import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Button } from './button';

@Component({
  imports: [Button],
  template: `<button dz-button type="button" variant="primary" [busy]="busy()" (click)="presses.set(presses() + 1)">Add domain</button>`,
})
class Host {
  readonly busy = signal(false);
  readonly presses = signal(0);
}

describe('Button', () => {
  it('acts when pressed', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const button = (fixture.nativeElement as HTMLElement).querySelector('button');
    button?.click();
    expect(fixture.componentInstance.presses()).toBe(1);
    expect(button?.className).toContain('primary');
  });

  it('keeps its words and does nothing while busy', async () => {
    const fixture = TestBed.createComponent(Host);
    fixture.componentInstance.busy.set(true);
    await fixture.whenStable();
    const button = (fixture.nativeElement as HTMLElement).querySelector('button');
    button?.click();
    expect(fixture.componentInstance.presses()).toBe(0);
    expect(button?.textContent.trim()).toBe('Add domain');
    expect(button?.getAttribute('aria-busy')).toBe('true');
    expect(button?.disabled).toBe(false);
  });
});
