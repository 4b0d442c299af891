import { TestBed } from '@angular/core/testing';
import { Icon } from './icon';
import { icons } from './icons';

describe('Icon', () => {
  it('draws every line of its name', async () => {
    const fixture = TestBed.createComponent(Icon);
    fixture.componentRef.setInput('name', 'dashboard');
    await fixture.whenStable();
    const paths = [...(fixture.nativeElement as HTMLElement).querySelectorAll('path')];
    expect(paths.map((path) => path.getAttribute('d'))).toEqual(icons.dashboard);
  });

  it('has only absolute starts, so that each line stands alone', () => {
    for (const lines of Object.values(icons)) for (const line of lines) expect(line).toMatch(/^M/);
  });
});
