import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Coming, type ComingPlace, comingPlaces } from './coming';

describe('Coming', () => {
  it.each(Object.keys(comingPlaces) as ComingPlace[])('says of %s that it is not here, what is coming and what to do today', async (place) => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(Coming);
    fixture.componentRef.setInput('place', place);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.querySelector('h2')?.textContent).toMatch(/not here yet$/);
    expect(host.querySelector('p')?.textContent).toMatch(/will .*Until then/);
    expect(host.querySelector('.actions a')).not.toBeNull();
  });
});
