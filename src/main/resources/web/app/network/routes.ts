import type { Route } from '../shell/router.ts';
import type { Words } from '../shell/words.ts';
import './network.css';

export const words: Words = { en: () => import('../words/network.en.ts'), de: () => import('../words/network.de.ts') };

export const routes: Route[] = [
  { path: '/networks/:did/edit', load: () => import('./gw-charter.ts'), tag: 'gw-charter', title: 'charter.title' },
  { path: '/networks/:did/proposals', load: () => import('./gw-proposals.ts'), tag: 'gw-proposals', title: 'proposals.title' },
  { path: '/networks/:did/stewards', load: () => import('./gw-stewards.ts'), tag: 'gw-stewards', title: 'stewards.title' },
  { path: '/networks/:did/membership', load: () => import('./gw-membership.ts'), tag: 'gw-membership', title: 'membership.title' },
];
