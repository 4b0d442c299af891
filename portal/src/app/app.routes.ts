import type { Routes } from '@angular/router';

/** What needs no session is here; everything else is loaded with the API's client in session.routes. */
export const routes: Routes = [
  { path: 'signed-out', title: 'Signed out', loadComponent: async () => (await import('./pages/signed-out')).SignedOut },
  { path: 'sign-in-failed', title: 'Sign-in failed', loadComponent: async () => (await import('./pages/sign-in-failed')).SignInFailed },
  { path: 'ui', title: 'Parts', loadComponent: async () => (await import('./parts/parts')).Parts },
  { path: 'book/:tenant/:page', title: 'Book a time', loadChildren: async () => (await import('./public-booking/public-booking.routes')).publicBookingRoutes },
  { path: '', loadChildren: async () => (await import('./session/session.routes')).sessionRoutes },
];
