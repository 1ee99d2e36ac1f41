import type { Route } from '../shell/router.ts';
import type { Words } from '../shell/words.ts';
import './account.css';

export const words: Words = { en: () => import('../words/account.en.ts'), de: () => import('../words/account.de.ts') };

export const routes: Route[] = [
  { path: '/sign-up', load: () => import('./gw-sign-up.ts'), tag: 'gw-sign-up', title: 'signup.title' },
  { path: '/sign-in', load: () => import('./gw-sign-in.ts'), tag: 'gw-sign-in', title: 'signin.title' },
  { path: '/devices', load: () => import('./gw-devices.ts'), tag: 'gw-devices', title: 'devices.title' },
  { path: '/devices/passphrase', load: () => import('./gw-passphrase.ts'), tag: 'gw-passphrase', title: 'passphrase.title' },
  { path: '/devices/kit', load: () => import('./gw-kit.ts'), tag: 'gw-kit', title: 'kit.title' },
  { path: '/approve', load: () => import('./gw-approve.ts'), tag: 'gw-approve', title: 'approve.title' },
];
