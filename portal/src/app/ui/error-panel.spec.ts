import { TestBed } from '@angular/core/testing';
import { ErrorPanel } from './error-panel';

describe('ErrorPanel', () => {
  it('says why with the request id, and asks again when told', async () => {
    const fixture = TestBed.createComponent(ErrorPanel);
    fixture.componentRef.setInput('heading', 'Storage did not load');
    fixture.componentRef.setInput('message', 'OCIS has not answered since 14:02.');
    fixture.componentRef.setInput('requestId', '01JD3ZQ8M4V7K2');
    const retried = jest.fn();
    fixture.componentInstance.retry.subscribe(retried);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.getAttribute('role')).toBe('alert');
    expect(host.textContent).toContain('OCIS has not answered since 14:02.');
    expect(host.querySelector('code')?.textContent).toBe('01JD3ZQ8M4V7K2');
    host.querySelector('button')?.click();
    expect(retried).toHaveBeenCalledTimes(1);
  });

  it('leaves the id out when the request never arrived', async () => {
    const fixture = TestBed.createComponent(ErrorPanel);
    fixture.componentRef.setInput('heading', 'Storage did not load');
    fixture.componentRef.setInput('message', 'Dezky cannot be reached.');
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).querySelector('code')).toBeNull();
  });
});
