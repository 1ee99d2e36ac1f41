import './desk.css';
import type { Route } from '../../shell/router.ts';
import type { Words } from '../../shell/words.ts';

export const words: Words = { en: () => import('../../words/desk.en.ts'), de: () => import('../../words/desk.de.ts') };

export const routes: Route[] = [
  { path: '/staff/cases', load: () => import('./gw-cases.ts'), tag: 'gw-cases', title: 'cases.title' },
  { path: '/staff/cases/:subject', load: () => import('./gw-cases.ts'), tag: 'gw-cases', title: 'cases.title' },
  { path: '/staff/appeals', load: () => import('./gw-appeals.ts'), tag: 'gw-appeals', title: 'appeals.title' },
  { path: '/staff/accounts', load: () => import('./gw-accounts.ts'), tag: 'gw-accounts', title: 'accounts.title' },
  { path: '/staff/accounts/:actor', load: () => import('./gw-account-file.ts'), tag: 'gw-account-file', title: 'accounts.one' },
  { path: '/staff/domains', load: () => import('./gw-domains.ts'), tag: 'gw-domains', title: 'domains.title' },
  { path: '/staff/staff', load: () => import('./gw-team.ts'), tag: 'gw-team', title: 'team.title' },
  { path: '/staff/log', load: () => import('./gw-log.ts'), tag: 'gw-log', title: 'log.title' },
];
