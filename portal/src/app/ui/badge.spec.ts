import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Badge } from './badge';

@Component({ imports: [Badge], template: `<dz-badge tone="wrong">Failed</dz-badge><dz-badge>Quiet</dz-badge>` })
class Host {}

describe('Badge', () => {
  it('says the state in words and gives the colour its meaning', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const [failed, quiet] = [...(fixture.nativeElement as HTMLElement).querySelectorAll('dz-badge')];
    expect(failed?.textContent).toBe('Failed');
    expect(failed?.className).toBe('wrong');
    expect(quiet?.className).toBe('quiet');
  });
});
