import { DOCUMENT, Injector, runInInjectionContext } from '@angular/core';
import { SignIn } from './sign-in';

describe('SignIn', () => {
  it('leaves once, and comes back to the page in view', () => {
    const assign = jest.fn();
    const page = { location: { pathname: '/t/acme/users', search: '?q=ada', assign } };
    const injector = Injector.create({ providers: [{ provide: DOCUMENT, useValue: page }] });
    const signIn = runInInjectionContext(injector, () => new SignIn());
    signIn.start();
    signIn.start();
    expect(assign.mock.calls).toEqual([['/auth/login?returnTo=%2Ft%2Facme%2Fusers%3Fq%3Dada']]);
  });
});
