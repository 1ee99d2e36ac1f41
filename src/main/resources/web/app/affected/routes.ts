import type { Route } from '../shell/router.ts';
import type { Words } from '../shell/words.ts';

export const words: Words = { en: () => import('../words/affected.en.ts'), de: () => import('../words/affected.de.ts') };

export const routes: Route[] = [{ path: '/decisions', load: () => import('./gw-decisions.ts'), tag: 'gw-decisions', title: 'affected.title' }];
