import { TestBed } from '@angular/core/testing';
import { Brand } from './brand';

describe('Brand', () => {
  it('names the product beside a mark that is not read aloud', async () => {
    const fixture = TestBed.createComponent(Brand);
    fixture.componentRef.setInput('name', 'Dezky');
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.textContent.trim()).toBe('Dezky');
    expect(host.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  });
});
