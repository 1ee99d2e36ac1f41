import { Store } from './store.ts';

/** Light, dark, or as the system says. */
export type Theme = 'auto' | 'light' | 'dark';

const KEPT = 'godwit.theme';
/** The page's ground, for what browsers draw around it: as --ground in tokens.css. */
const GROUND = { light: '#ffffff', dark: '#16181d' };

/** The theme that was chosen in this browser. */
export const theme = new Store<Theme>(kept());

/** Shows this theme from now on, and keeps it for this browser. */
export function paint(next: Theme): void {
  localStorage.setItem(KEPT, next);
  theme.set(next);
  paintKept();
}

/** Shows the theme that was kept. */
export function paintKept(): void {
  const chosen = theme.value;
  document.documentElement.dataset['theme'] = chosen;
  document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]').forEach(meta => {
    meta.content = GROUND[chosen === 'auto' ? (meta.media.includes('dark') ? 'dark' : 'light') : chosen];
  });
}

function kept(): Theme {
  const text = localStorage.getItem(KEPT);
  return text === 'light' || text === 'dark' ? text : 'auto';
}
