import './overview.css';
import type { Route } from '../../shell/router.ts';
import type { Words } from '../../shell/words.ts';

export const words: Words = { en: () => import('../../words/overview.en.ts'), de: () => import('../../words/overview.de.ts') };

export const routes: Route[] = [
  { path: '/staff', load: () => import('./gw-overview.ts'), tag: 'gw-overview', title: 'overview.title' },
  { path: '/staff/figures/:name', load: () => import('./gw-figure.ts'), tag: 'gw-figure', title: 'figure.title' },
  { path: '/staff/hosts', load: () => import('./gw-hosts.ts'), tag: 'gw-hosts', title: 'hosts.title' },
  { path: '/staff/health', load: () => import('./gw-health.ts'), tag: 'gw-health', title: 'health.title' },
  { path: '/staff/shutdown', load: () => import('./gw-shutdown.ts'), tag: 'gw-shutdown', title: 'shutdown.title' },
  { path: '/staff/sign-up', load: () => import('./gw-registrations.ts'), tag: 'gw-registrations', title: 'registrations.title' },
  { path: '/staff/announcements', load: () => import('./gw-announcements.ts'), tag: 'gw-announcements', title: 'announcements.title' },
  { path: '/staff/settings', load: () => import('./gw-settings.ts'), tag: 'gw-settings', title: 'settings.title' },
];
