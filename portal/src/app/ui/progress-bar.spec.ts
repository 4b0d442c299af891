import { TestBed } from '@angular/core/testing';
import { ProgressBar } from './progress-bar';

const bar = async (value: number, max: number): Promise<HTMLElement> => {
  const fixture = TestBed.createComponent(ProgressBar);
  for (const [name, given] of Object.entries({ label: 'Seats', value, max, text: `${value} of ${max} seats` })) fixture.componentRef.setInput(name, given);
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
};

describe('ProgressBar', () => {
  it.each([
    [12, 25, '48%', 'plain'],
    [24, 25, '96%', 'attention'],
    [25, 25, '100%', 'wrong'],
    [30, 25, '100%', 'wrong'],
    [0, 0, '0%', 'plain'],
  ])('of %d in %d fills %s and is %s', async (value, max, width, tone) => {
    const host = await bar(value, max);
    expect(host.querySelector('span')?.style.width).toBe(width);
    expect(host.className).toBe(tone);
  });

  it('does not warn where being full is the aim', async () => {
    const fixture = TestBed.createComponent(ProgressBar);
    for (const [name, given] of Object.entries({ label: 'Progress', value: 4, max: 4, text: '4 of 4 users', meaning: 'plain' })) fixture.componentRef.setInput(name, given);
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).className).toBe('plain');
  });

  it('is read as a meter in words', async () => {
    const host = await bar(12, 25);
    expect(host.getAttribute('role')).toBe('meter');
    expect(host.getAttribute('aria-label')).toBe('Seats');
    expect(host.getAttribute('aria-valuetext')).toBe('12 of 25 seats');
    expect(host.getAttribute('aria-valuenow')).toBe('12');
  });
});
