import { Store } from './store.ts';

/** Light, dark, or as the system says. */
export type Theme = 'auto' | 'light' | 'dark';

const KEPT = 'godwit.theme';

/** The theme that was chosen in this browser. */
export const theme = new Store<Theme>(kept());

/** Shows this theme from now on, and keeps it for this browser. */
export function paint(next: Theme): void {
  localStorage.setItem(KEPT, next);
  document.documentElement.dataset['theme'] = next;
  theme.set(next);
}

/** Shows the theme that was kept. */
export function paintKept(): void {
  document.documentElement.dataset['theme'] = theme.value;
}

function kept(): Theme {
  const text = localStorage.getItem(KEPT);
  return text === 'light' || text === 'dark' ? text : 'auto';
}
