import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Panel } from './panel';

@Component({
  imports: [Panel],
  template: `<dz-panel heading="Seats"><a panel-aside href="/users">Users</a>63</dz-panel><dz-panel heading="Storage">482 GB</dz-panel>`,
})
class Host {}

describe('Panel', () => {
  it('is a region named by its own heading', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    const names = [...host.querySelectorAll('section')].map((section) => host.querySelector(`#${section.getAttribute('aria-labelledby')}`)?.textContent);
    expect(names).toEqual(['Seats', 'Storage']);
    expect(host.querySelector('header a')?.textContent).toBe('Users');
  });
});
