import { TestBed } from '@angular/core/testing';
import { Theme } from './theme';

describe('Theme', () => {
  afterEach(() => localStorage.clear());

  it('keeps the choice in the browser and marks the page', () => {
    const theme = TestBed.inject(Theme);
    expect(theme.choice()).toBe('system');
    theme.choose('dark');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(localStorage.getItem('dezky.theme')).toBe('dark');
    theme.choose('system');
    expect(document.documentElement.dataset['theme']).toBeUndefined();
  });

  it('takes up the choice of the last visit', () => {
    localStorage.setItem('dezky.theme', 'light');
    expect(TestBed.inject(Theme).choice()).toBe('light');
  });
});
