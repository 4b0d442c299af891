import type { Route, Routes } from '@angular/router';
import { provideGraphql } from '../graphql/provide-graphql';
import { askBeforeLeaving } from '../ui/unsaved';
import { Session } from './session';
import { SessionGate } from './session-gate';

/** Pages whose forms open and close by the query: leaving them asks first while something is filled in. */
const guarded: Pick<Route, 'canDeactivate' | 'runGuardsAndResolvers'> = { canDeactivate: [askBeforeLeaving], runGuardsAndResolvers: 'paramsOrQueryParamsChange' };

/** Every page behind sign-in. The API's client is provided here, so that the first bytes of the portal come without it. */
export const sessionRoutes: Routes = [
  {
    path: '',
    component: SessionGate,
    providers: [provideGraphql(), Session],
    children: [
      { path: '', pathMatch: 'full', loadComponent: async () => (await import('../pages/home')).Home },
      { path: 'me', title: 'You', loadComponent: async () => (await import('../personal/personal')).Personal },
      { path: 'set-up-device', title: 'Set up a device', loadComponent: async () => (await import('../set-up-device/set-up-device')).SetUpDevice },
      { path: 'partner', title: 'Tenants', loadComponent: async () => (await import('../partner/partner')).Partner },
      { path: 'choose-password', title: 'Choose a password', loadComponent: async () => (await import('../choose-password/choose-password')).ChoosePassword },
      {
        path: 't/:slug',
        data: { preload: true },
        loadComponent: async () => (await import('../shell/shell')).Shell,
        children: [
          {
            path: '',
            pathMatch: 'full',
            title: 'Dashboard',
            data: { preload: true },
            loadComponent: async () => (await import('../dashboard/dashboard')).Dashboard,
          },
          {
            path: 'domains',
            title: 'Domains',
            data: { preload: true },
            ...guarded,
            loadComponent: async () => (await import('../domains/domains')).Domains,
          },
          { path: 'domains/:id/set-up', title: 'Set up a domain', loadComponent: async () => (await import('../domains/set-up/domain-set-up')).DomainSetUp },
          { path: 'domains/:id', title: 'Domain', data: { preload: true }, loadComponent: async () => (await import('../domains/domain/domain')).Domain },
          {
            path: 'mail',
            title: 'Mail settings',
            data: { preload: true },
            ...guarded,
            loadComponent: async () => (await import('../mail-settings/mail-settings')).MailSettings,
          },
          {
            path: 'users',
            title: 'Users',
            data: { preload: true },
            ...guarded,
            loadComponent: async () => (await import('../members/members')).Members,
          },
          { path: 'users/import', title: 'Import users', loadComponent: async () => (await import('../member-import/member-imports')).MemberImports },
          {
            path: 'users/import/:id',
            title: 'Import',
            ...guarded,
            loadComponent: async () => (await import('../member-import/import-page/import-page')).ImportPage,
          },
          {
            path: 'scheduling',
            title: 'Scheduling',
            data: { preload: true },
            loadComponent: async () => (await import('../scheduling/scheduling')).Scheduling,
          },
          { path: '**', title: 'Not found', loadComponent: async () => (await import('../pages/not-found')).NotFound },
        ],
      },
      { path: '**', title: 'Not found', loadComponent: async () => (await import('../pages/not-found')).NotFound },
    ],
  },
];
