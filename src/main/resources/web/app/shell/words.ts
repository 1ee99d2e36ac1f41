import { format, type Values } from './message.ts';
import { Store } from './store.ts';

/** The languages that there are catalogues for. */
export type Language = 'en' | 'de';

/** Messages in ICU MessageFormat by their keys, for example `{ 'cases.none': 'Nothing waits.' }`. */
export type Catalogue = Readonly<Record<string, string>>;

/** One pair of catalogue files, loaded when a page of its part is opened: `{ en: () => import('../words/staff.en.ts'), de: … }`. */
export type Words = Readonly<Record<Language, () => Promise<{ default: Catalogue }>>>;

const KEPT = 'godwit.language';
const loaded = new Map<Words, Language>();
let catalogue: Record<string, string> = {};

/** The language of everything on the page. */
export const language = new Store<Language>(chosen());

/** The words for a key, with its places filled. An unknown key shows as itself: the browser tests look for such. */
export function t(key: string, values: Values = {}): string {
  const message = catalogue[key];
  return message === undefined ? `⟦${key}⟧` : format(message, values, language.value);
}

/** Whether there are words for a key. */
export function hasWords(key: string): boolean {
  return key in catalogue;
}

/** Loads catalogues before they are needed; those that are there already cost nothing. */
export async function need(...sets: Words[]): Promise<void> {
  const now = language.value;
  const missing = sets.filter(set => loaded.get(set) !== now);
  const files = await Promise.all(missing.map(set => set[now]()));
  files.forEach(file => Object.assign(catalogue, file.default));
  missing.forEach(set => loaded.set(set, now));
}

/** Changes the language of the page, and keeps it for this browser. */
export async function speak(next: Language): Promise<void> {
  localStorage.setItem(KEPT, next);
  const sets = [...loaded.keys()];
  loaded.clear();
  const files = await Promise.all(sets.map(set => set[next]()));
  catalogue = Object.assign({}, ...files.map(file => file.default));
  sets.forEach(set => loaded.set(set, next));
  language.set(next);
}

/** How long ago something was, or how soon it will be: `3 hours ago`. */
export function ago(then: Date | string, now: Date = new Date()): string {
  const seconds = (new Date(then).getTime() - now.getTime()) / 1000;
  const [size, unit] = (UNITS.find(([size]) => Math.abs(seconds) >= size) ?? [1, 'second']) as [number, Intl.RelativeTimeFormatUnit];
  return new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** The exact time, for a title and for screen readers. */
export function exact(then: Date | string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(then));
}

/** A number as it is written in this language. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language.value, options).format(value);
}

const UNITS: [number, Intl.RelativeTimeFormatUnit][] = [
  [365 * 86400, 'year'],
  [30 * 86400, 'month'],
  [7 * 86400, 'week'],
  [86400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

function chosen(): Language {
  const wished = [localStorage.getItem(KEPT) ?? '', ...navigator.languages].map(one => one.slice(0, 2).toLowerCase());
  return (wished.find(one => one === 'en' || one === 'de') as Language | undefined) ?? 'en';
}
