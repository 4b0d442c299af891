import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { SortHeader } from './sort-header';

@Component({
  imports: [SortHeader],
  template: `<table>
    <tr>
      <th dz-sort-header [direction]="direction()" (sort)="pressed.set(pressed() + 1)">Name</th>
    </tr>
  </table>`,
})
class Host {
  readonly direction = signal<'ascending' | 'descending' | null>(null);
  readonly pressed = signal(0);
}

describe('SortHeader', () => {
  it('is a button that tells screen readers how the table is sorted', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const head = (fixture.nativeElement as HTMLElement).querySelector('th');
    expect(head?.getAttribute('aria-sort')).toBeNull();
    fixture.componentInstance.direction.set('descending');
    await fixture.whenStable();
    expect(head?.getAttribute('aria-sort')).toBe('descending');
    expect(head?.getAttribute('scope')).toBe('col');
    const button = head?.querySelector('button');
    expect(button?.textContent.trim()).toBe('Name');
    button?.click();
    expect(fixture.componentInstance.pressed()).toBe(1);
  });
});
