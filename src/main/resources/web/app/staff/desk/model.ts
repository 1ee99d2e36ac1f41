import { api } from '../../shell/api.ts';
import type { Media } from '../../parts/gw-media.ts';
import { t } from '../../shell/words.ts';

/** What the server says about cases and decisions (docs/moderation.md, "For programs"), as far as the pages use it. */

export type Person = { handle: string; name: string; url?: string };
/** Names by actor id, and by DID for accounts here. */
export type People = Readonly<Record<string, Person>>;

export const CATEGORIES = ['legal', 'violation', 'spam', 'other'] as const;
export const MEASURES = ['warn', 'label', 'content-warning', 'sensitive', 'refuse-media', 'limit', 'suspend', 'purge'] as const;
export type Measure = (typeof MEASURES)[number];
/** Measures that say nothing without words of their own. */
export const WORDED: readonly Measure[] = ['warn', 'label', 'content-warning'];

export type CaseFile = {
  subject: string;
  status: 'open' | 'resolved';
  openReports: number;
  category: string;
  waitingSince: string;
  changedAt: string;
  entries: number;
  assignee?: string;
  claimedBy?: string;
  claimedUntil?: string;
};

export type CaseList = { cases: CaseFile[]; people: People; next?: string };
export type Counts = { open: number; categories: Record<string, number>; appeals: number };

export type Entry = { number: number; at: string; by: string; type: string; details: Record<string, unknown> };
export type WholeCase = { case: CaseFile; timeline: Entry[]; people: People };

export type Post = {
  id: string;
  by: string;
  text: string;
  warning: string;
  sensitive: boolean;
  public: boolean;
  media: Media[];
  options: string[];
  answers?: string;
  published?: string;
  edited?: string;
};
/** A reported post: as it is now, as it was when it was reported, and what it answers, the first of it first. */
export type ReportedPost = { id: string; reports: number; changed: boolean; above: Post[]; now?: Post; then?: Post };

export type Reach = { days: number; posts: number; followers: number; following: number };
export type RuleName = { charter: string; version: string; rule: string };
export type Rule = RuleName & { network: string; text: string; hint: string; severity: string };

export type Decision = {
  id: string;
  subject: string;
  target: string;
  measure: Measure;
  text: string;
  rule: RuleName;
  facts: string;
  automated: boolean;
  by: string;
  at: string;
  until?: string;
  bulk?: string;
  reversed?: { by: string; at: string; reason: string };
  holds?: boolean;
  statement?: string;
  statementLanguage?: string;
};

export type Dossier = {
  subject: string;
  posts: ReportedPost[];
  recent: Post[];
  reach: Reach;
  decisions: Decision[];
  rules: Rule[];
  precedents: { rule: string; measure: Measure; count: number }[];
  people: People;
};

/** What to decide; with `subjects` about many at once. */
export type Wish = {
  subject?: string;
  subjects?: string[];
  target?: string;
  measure: Measure;
  text: string;
  rule: string;
  charter?: string;
  version?: string;
  facts: string;
  hours?: number;
};

export type Preview = {
  measure: Measure;
  subjects: number;
  statement: string;
  statementLanguage: string;
  needs: string;
  permitted: boolean;
  secondPerson: boolean;
  reach: Reach;
  examples: (Reach & { subject: string })[];
  stands: Measure[];
  told: boolean;
  outranked: boolean;
  people: People;
};

/** What came of a decision: one, a bulk, or a plan that waits for a second person. */
export type Decided = { decision?: Decision; bulk?: string; done?: number; refused?: number; plan?: string };

export const desk = {
  list: (query: URLSearchParams, signal?: AbortSignal) => api.get<CaseList>(`/admin/v1/cases?${query}`, { signal }),
  counts: (signal?: AbortSignal) => api.get<Counts>('/admin/v1/cases/counts', { signal }),
  /** A case with 200 entries of its timeline: those after a number, or the newest. */
  whole: (subject: string, signal?: AbortSignal, after?: number) =>
    api.get<WholeCase>(`/admin/v1/cases/one?${named(subject)}${after === undefined ? '' : `&after=${after}`}`, { signal }),
  dossier: (subject: string, signal?: AbortSignal) => api.get<Dossier>(`/admin/v1/cases/context?${named(subject)}`, { signal }),
  work: (action: string, subject: string, more: Record<string, unknown> = {}) =>
    api.post<{ case: CaseFile }>(`/admin/v1/cases/${action}`, { subject, ...more }),
  preview: (wish: Wish, signal?: AbortSignal) => api.post<Preview>('/admin/v1/decisions/preview', wish, { signal }),
  decide: (wish: Wish) => api.post<Decided>('/admin/v1/decisions', wish),
  reverse: (decision: string, reason: string) => api.post(`/admin/v1/decisions/${decision}/reverse`, { reason }),
  undo: (bulk: string, reason: string) => api.post<{ done: number }>(`/admin/v1/decisions/bulk/${bulk}/undo`, { reason }),
};

function named(subject: string): string {
  return new URLSearchParams({ subject }).toString();
}

export type Kind = 'account' | 'post' | 'domain';

/** A subject's two parts. */
export function parts(subject: string): { kind: Kind; id: string } {
  const colon = subject.indexOf(':');
  return { kind: subject.slice(0, colon) as Kind, id: subject.slice(colon + 1) };
}

/** The address of a case's page. */
export function caseAddress(subject: string): string {
  return `/staff/cases/${encodeURIComponent(subject)}`;
}

/** How somebody or something is called: a handle where it is known, else the readable part of the id. */
export function called(id: string, people: People): string {
  const person = people[id];
  if (person) {
    // People here are called by their names alone.
    const local = `@${location.host}`;
    return `@${person.handle.endsWith(local) ? person.handle.slice(0, -local.length) : person.handle}`;
  }
  if (id === 'operator') {
    return t('desk.operator');
  }
  try {
    const url = new URL(id);
    if (url.protocol.startsWith('http')) {
      return url.host + url.pathname;
    }
  } catch {
    // No URL: shown as it is.
  }
  return id.length > 40 ? `${id.slice(0, 24)}…${id.slice(-6)}` : id;
}
