import { TestBed } from '@angular/core/testing';
import { Skeleton } from './skeleton';

describe('Skeleton', () => {
  it('shows as many bars as lines are coming and says that it loads', async () => {
    const fixture = TestBed.createComponent(Skeleton);
    fixture.componentRef.setInput('lines', 5);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.querySelectorAll('.bar')).toHaveLength(5);
    expect(host.getAttribute('role')).toBe('status');
    expect(host.textContent).toContain('Loading');
  });
});
