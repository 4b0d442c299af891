import { TestBed } from '@angular/core/testing';
import { ResizeHandle } from './resize-handle';

const handle = async (): Promise<{ host: HTMLElement; widths: number[] }> => {
  const fixture = TestBed.createComponent(ResizeHandle);
  for (const [name, pixels] of Object.entries({ width: 480, least: 360, most: 500 })) fixture.componentRef.setInput(name, pixels);
  const widths: number[] = [];
  fixture.componentInstance.resized.subscribe((width) => widths.push(width));
  await fixture.whenStable();
  return { host: fixture.nativeElement as HTMLElement, widths };
};

describe('ResizeHandle', () => {
  it('is moved by the arrow keys within its bounds', async () => {
    const { host, widths } = await handle();
    for (const key of ['ArrowRight', 'ArrowLeft', 'Enter']) host.dispatchEvent(new KeyboardEvent('keydown', { key }));
    expect(widths).toEqual([456, 500]);
  });

  it('is read as a separator with its width', async () => {
    const { host } = await handle();
    expect([host.getAttribute('role'), host.getAttribute('aria-valuenow'), host.getAttribute('aria-valuemin'), host.getAttribute('aria-valuemax')]).toEqual([
      'separator',
      '480',
      '360',
      '500',
    ]);
  });
});
