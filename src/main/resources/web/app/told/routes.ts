import './told.css';
import type { Route } from '../shell/router.ts';
import type { Words } from '../shell/words.ts';

export const words: Words = { en: () => import('../words/told.en.ts'), de: () => import('../words/told.de.ts') };

export const routes: Route[] = [{ path: '/notifications', load: () => import('./gw-told.ts'), tag: 'gw-told', title: 'told.title' }];
