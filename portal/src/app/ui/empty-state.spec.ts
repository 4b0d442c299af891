import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Button } from './button';
import { EmptyState } from './empty-state';

@Component({
  imports: [Button, EmptyState],
  template: `<dz-empty-state icon="domain" heading="No domain yet">A domain gives an address.<button dz-button>Add domain</button></dz-empty-state>`,
})
class Host {}

describe('EmptyState', () => {
  it('says what the place is for and offers the action apart from the words', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.querySelector('h2')?.textContent).toBe('No domain yet');
    expect(host.querySelector('p')?.textContent).toBe('A domain gives an address.');
    expect(host.querySelector('.actions button')?.textContent.trim()).toBe('Add domain');
  });
});
