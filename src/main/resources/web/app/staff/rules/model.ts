import { api } from '../../shell/api.ts';
import { hasWords, t } from '../../shell/words.ts';
import { called, type Measure, type People, type RuleName } from '../desk/model.ts';

/** What the server says about filters, lists, labels and what waits for a second person (docs/moderation.md, "For programs"). */

export const KINDS = ['keyword', 'link', 'mentions', 'newcomer', 'media', 'language'] as const;
export const REACTIONS = ['pass', 'flag', 'label', 'fold', 'hold', 'hide'] as const;
export const RULES = ['spam', 'abuse', 'illegal', 'impersonation', 'other'] as const;

export type Filter = {
  id: string;
  order: number;
  kind: (typeof KINDS)[number];
  values: string[];
  reaction: (typeof REACTIONS)[number];
  text: string;
  rule: string;
  charter?: string;
  version?: string;
  on: boolean;
  /** How often it found something in 30 days. */
  hits: number;
  /** Whose charter has it; nothing for this server's own. */
  network?: string;
};

export type Hit = { filter: string; reaction: string; found: string; explained: string };
export type Brought = { subject: string; at: string; type: string; text: string };
export type Trial = {
  days: number;
  posts: number;
  ofPosts: number;
  accounts: number;
  follows: number;
  examples: { post: string; account: string; at: string; words: string }[];
  people: People;
};

export const FORMATS = ['csv', 'changes', 'signed'] as const;

export type List = {
  id: string;
  address: string;
  format: (typeof FORMATS)[number];
  mode: 'draft' | 'automatic';
  retract: boolean;
  signer?: string;
  fetched?: string;
  due: string;
  failures: number;
  fault: string;
};

type Named = { domain: string; stance: string; publicComment: string };
export type ListTrial = {
  hosts: number;
  posts: number;
  accounts: number;
  follows: number;
  ofFollows: number;
  needsConfirmation: boolean;
  examples: { host: string; posts: number; accounts: number; follows: number }[];
  add: number;
  change: number;
  drop: number;
  kept: number;
  added: Named[];
  changed: Named[];
  dropped: string[];
  /** Why it waits until somebody confirms it; empty when nothing is odd. */
  waits: string;
};

export type Labeler = { did: string; origin: string; trust: 'suggest' | 'apply'; due: string; failures: number; fault: string };
export type Standing = { label: string; count: number; labeler?: string };
export type Network = { network: string; name?: string; labels?: { id: string; name: string; meaning: string; effect: string }[] };

export type Text = { name: string; text: string; shared: boolean };
export type Plan = { plan: string; by: string; at: string; measure: Measure; rule: RuleName; facts: string; subjects: string[] };

const one = (id: string): string => encodeURIComponent(id);

export const filters = {
  all: (signal?: AbortSignal) => api.get<{ filters: Filter[] }>('/admin/v1/filters', { signal }),
  /** Writes it; a fresh one is refused when there is another of its name. */
  put: (filter: Omit<Filter, 'hits' | 'network'>, fresh: boolean) => api.put<Filter>(`/admin/v1/filters/${one(filter.id)}${fresh ? '?new=true' : ''}`, filter),
  turn: (id: string, on: boolean) => api.put<Filter>(`/admin/v1/filters/${one(id)}/on`, { on }),
  remove: (id: string) => api.delete(`/admin/v1/filters/${one(id)}`),
  order: (ids: string[]) => api.post('/admin/v1/filters/order', { ids }),
  brought: (id: string, signal?: AbortSignal) => api.get<{ hits: Brought[]; people: People }>(`/admin/v1/filters/${one(id)}/hits`, { signal }),
  test: (text: string, filter?: unknown) => api.post<{ hits: Hit[] }>('/admin/v1/filters/test', { text, ...(filter ? { filter } : {}) }),
  /** What it would have found in so many days; giving up on the answer ends the work at the server, too. */
  tryOut: (filter: unknown, days: number, signal: AbortSignal) => api.post<Trial>('/admin/v1/dry-run', { filter, days }, { signal }),
};

export const lists = {
  all: (signal?: AbortSignal) => api.get<{ lists: List[] }>('/admin/v1/lists', { signal }),
  put: (list: Pick<List, 'id' | 'address' | 'format' | 'mode' | 'retract' | 'signer'>) => api.put<List>(`/admin/v1/lists/${one(list.id)}`, list),
  preview: (id: string, signal?: AbortSignal) => api.get<ListTrial>(`/admin/v1/lists/${one(id)}/preview`, { signal }),
  sync: (id: string) => api.post<List>(`/admin/v1/lists/${one(id)}/sync`),
  apply: (id: string, confirm: boolean) => api.post<ListTrial>(`/admin/v1/lists/${one(id)}/apply${confirm ? '?confirm=true' : ''}`),
  remove: (id: string, undo: boolean) => api.delete(`/admin/v1/lists/${one(id)}${undo ? '?undo=true' : ''}`),
};

export const labels = {
  standing: (signal?: AbortSignal) => api.get<{ labels: Standing[] }>('/admin/v1/labels', { signal }),
  labelers: (signal?: AbortSignal) => api.get<{ labelers: Labeler[] }>('/admin/v1/labelers', { signal }),
  heed: (labeler: Pick<Labeler, 'did' | 'origin' | 'trust'>) => api.put<Labeler>(`/admin/v1/labelers/${one(labeler.did)}`, labeler),
  leave: (did: string) => api.delete(`/admin/v1/labelers/${one(did)}`),
  networks: (signal?: AbortSignal) => api.get<{ networks: Network[] }>('/networks', { signal }),
};

/** What moderators have at hand; what is shared is everybody's. */
export const hand = {
  all: (kind: 'queues' | 'answers' | 'routes', signal?: AbortSignal) => api.get<{ texts: Text[] }>(`/admin/v1/desk/${kind}`, { signal }),
  put: (kind: string, text: Text) => api.put<Text>(`/admin/v1/desk/${kind}/${one(text.name)}${text.shared ? '?shared=true' : ''}`, { text: text.text }),
  remove: (kind: string, text: Text) => api.delete(`/admin/v1/desk/${kind}/${one(text.name)}${text.shared ? '?shared=true' : ''}`),
};

export const plans = {
  all: (signal?: AbortSignal) => api.get<{ plans: Plan[]; people: People }>('/admin/v1/decisions/plans', { signal }),
  agree: (plan: string) => api.post<{ bulk?: string; done?: number; refused?: number }>(`/admin/v1/decisions/plans/${one(plan)}/approve`),
  refuse: (plan: string) => api.delete(`/admin/v1/decisions/plans/${one(plan)}`),
};

/** How a rule is called: those of the house by their words. */
export function ruleName(rule: string): string {
  return hasWords(`rule.${rule}`) ? t(`rule.${rule}`) : t('filters.rule', { rule });
}

/** What a network is called, as far as it is known here. */
export function networkName(network: string, all: readonly Network[]): string {
  return all.find(one => one.network === network)?.name ?? called(network, {});
}
