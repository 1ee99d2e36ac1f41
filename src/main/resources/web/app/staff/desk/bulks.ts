import type { Measure } from './model.ts';

/** Many decisions that were taken at once from this window, and can be undone for an hour. */
export type Bulk = { id: string; measure: Measure; n: number; at: number };

const KEPT = 'godwit.desk.bulks';
const HOUR = 3_600_000;

/** Those of the last hour, the newest first. */
export function undoable(now: number = Date.now()): readonly Bulk[] {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as Bulk[];
  return kept.filter(one => now - one.at < HOUR);
}

/** Keeps one more, or forgets one that was undone. */
export function remember(bulk: Bulk | undefined, undone?: string): readonly Bulk[] {
  const all = [...(bulk ? [bulk] : []), ...undoable()].filter(one => one.id !== undone).slice(0, 10);
  sessionStorage.setItem(KEPT, JSON.stringify(all));
  return all;
}
