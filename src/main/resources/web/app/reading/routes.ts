import type { Route } from '../shell/router.ts';
import type { Words } from '../shell/words.ts';
import './reading.css';

export const words: Words = { en: () => import('../words/reading.en.ts'), de: () => import('../words/reading.de.ts') };

export const routes: Route[] = [{ path: '/settings/labels', load: () => import('./gw-labels.ts'), tag: 'gw-labels', title: 'labels.title' }];
