import { TestBed } from '@angular/core/testing';
import { PickBox } from './pick-box';

describe('PickBox', () => {
  it('shows none, some and all, and says what it was turned to', async () => {
    const fixture = TestBed.createComponent(PickBox);
    fixture.componentRef.setInput('label', 'Select all users shown');
    fixture.componentRef.setInput('picked', 'some');
    const turned: boolean[] = [];
    fixture.componentInstance.turned.subscribe((to) => turned.push(to));
    await fixture.whenStable();
    const box = (fixture.nativeElement as HTMLElement).querySelector('input');
    expect(box?.getAttribute('aria-label')).toBe('Select all users shown');
    expect([box?.indeterminate, box?.checked]).toEqual([true, false]);
    box?.click();
    expect(turned).toEqual([true]);
    fixture.componentRef.setInput('picked', 'all');
    await fixture.whenStable();
    expect([box?.indeterminate, box?.checked]).toEqual([false, true]);
    box?.click();
    expect(turned).toEqual([true, false]);
  });
});
