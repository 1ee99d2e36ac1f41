import type { Route } from '../shell/router.ts';

export const routes: Route[] = [{ path: '/', load: () => import('./gw-start.ts'), tag: 'gw-start', title: 'start.title' }];
