import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { IconButton } from './icon-button';

@Component({ imports: [IconButton], template: `<button dz-icon-button icon="close" aria-label="Close"></button>` })
class Host {}

describe('IconButton', () => {
  it('is named for what it does and sends no form', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const button = (fixture.nativeElement as HTMLElement).querySelector('button');
    expect(button?.getAttribute('aria-label')).toBe('Close');
    expect(button?.type).toBe('button');
  });
});
