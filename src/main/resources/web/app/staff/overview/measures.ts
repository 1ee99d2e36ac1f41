import { api } from '../../shell/api.ts';
import { number, t } from '../../shell/words.ts';

/** The answer of `GET /admin/v1/measures`. */
export type Measures = {
  days: string[];
  measures: Record<string, { daily: boolean; values: (number | null)[] }>;
  now: Record<string, number>;
};

/** The day ranges that are offered. */
export const RANGES = [7, 30, 90] as const;

/** The figures of the last `days` days. */
export function measures(days: number, signal: AbortSignal, names?: string): Promise<Measures> {
  const to = new Date();
  const from = new Date(to.getTime() - (days - 1) * 86_400_000);
  const query = new URLSearchParams({ from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) });
  if (names) {
    query.set('names', names);
  }
  return api.get<Measures>(`/admin/v1/measures?${query}`, { signal });
}

/** The range that an address asks for. */
export function range(query: URLSearchParams | undefined): number {
  const asked = Number(query?.get('days'));
  return RANGES.find(days => days === asked) ?? 30;
}

/** Bytes as people write them. */
export function bytes(value: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  return number(value / 1000 ** power, { style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: value < 1000 ** power * 10 && power ? 1 : 0 });
}

/** How a figure is written. */
export function written(name: string): (value: number) => string {
  return name.startsWith('storage-') ? bytes : value => number(value);
}

/** What a figure is called. */
export function called(name: string): string {
  return t(`figure.${name}`);
}
