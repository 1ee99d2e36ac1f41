import './rules.css';
import type { Route } from '../../shell/router.ts';
import type { Words } from '../../shell/words.ts';

export const words: Words = { en: () => import('../../words/rules.en.ts'), de: () => import('../../words/rules.de.ts') };

export const routes: Route[] = [
  { path: '/staff/filters', load: () => import('./gw-filters.ts'), tag: 'gw-filters', title: 'filters.title' },
  { path: '/staff/filters/new', load: () => import('./gw-filter.ts'), tag: 'gw-filter', title: 'filters.new' },
  { path: '/staff/filters/edit/:id', load: () => import('./gw-filter.ts'), tag: 'gw-filter', title: 'filters.edit' },
  { path: '/staff/lists', load: () => import('./gw-lists.ts'), tag: 'gw-lists', title: 'lists.title' },
  { path: '/staff/lists/:id', load: () => import('./gw-list.ts'), tag: 'gw-list', title: 'lists.one' },
  { path: '/staff/labels', load: () => import('./gw-standing.ts'), tag: 'gw-standing', title: 'standing.title' },
  { path: '/staff/hand', load: () => import('./gw-hand.ts'), tag: 'gw-hand', title: 'hand.title' },
  { path: '/staff/plans', load: () => import('./gw-plans.ts'), tag: 'gw-plans', title: 'plans.title' },
];
