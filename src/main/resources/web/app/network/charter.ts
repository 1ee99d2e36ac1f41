import type { Json, JsonObject } from '../identity/jcs.ts';
import { canonical } from '../identity/jcs.ts';

/** A way to decide, as a charter has it. */
export type Decision = {
  id: string;
  method: 'stewards' | 'vote' | 'both';
  memberDays: number;
  quorum: number;
  majority: number;
  openDays: number;
  delayDays: number;
};

/** Who decides, as a charter has it. */
export type Governance = {
  stewards: string[];
  threshold: number;
  witnesses: string[];
  witnessThreshold: number;
  proposers: 'stewards' | 'members';
  decisions: Decision[];
  amendments: { path?: string; decision: string }[];
  emergency?: { threshold: number; powers: string[]; maxHours: number; restHours: number; reportDays: number };
  succession?: Succession;
};

/** Who follows when the stewards are gone, after how many days of silence, and how many of them it takes. */
export type Succession = { silentDays: number; heirs: string[]; threshold: number };

/** By what clause somebody proposes as an heir; nothing when as a steward or a member. */
export function heirs(author: string | undefined, governance: Governance): Succession | undefined {
  const { succession, stewards } = governance;
  return author !== undefined && succession?.heirs.includes(author) && !stewards.includes(author) ? succession : undefined;
}

/** Whether heirs may change this part: who the stewards are, and how many act for all. */
export const ofHeirs = (path: string): boolean => path.startsWith('/governance/stewards') || path === '/governance/threshold';

/** A version of a network's charter (docs/networks.md): the whole map, of which only what is named here is looked into. */
export type Charter = JsonObject & { network: string; version: number; effective: string; languages: string[]; governance: JsonObject & Governance };

/** A part that differs, by its path, before and after; nothing where there was, or is, none. */
export type Change = { path: string; before: Json | undefined; after: Json | undefined };

/** What every version says anew. */
const OF_EVERY_VERSION = new Set(['version', 'previous', 'effective']);

/** What differs between two versions, part by part: members by their names, entries of lists by their `id` or `did` where all have one. */
export function changes(before: JsonObject, after: JsonObject): Change[] {
  const found: Change[] = [];
  members(pick(before), pick(after), '', found);
  return found.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

function pick(charter: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(charter).filter(([name]) => !OF_EVERY_VERSION.has(name)));
}

function compare(before: Json | undefined, after: Json | undefined, path: string, found: Change[]): void {
  if (same(before, after)) {
    return;
  }
  if (isObject(before) && isObject(after)) {
    members(before, after, path, found);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    entries(before, after, path, found);
  } else {
    found.push({ path, before, after });
  }
}

function members(before: JsonObject, after: JsonObject, path: string, found: Change[]): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    compare(before[name], after[name], `${path}/${segment(name)}`, found);
  }
}

function entries(before: Json[], after: Json[], path: string, found: Change[]): void {
  const one = byId(before);
  const other = byId(after);
  if (!one || !other) {
    found.push({ path, before, after });
    return;
  }
  for (const id of new Set([...one.keys(), ...other.keys()])) {
    compare(one.get(id), other.get(id), `${path}/${segment(id)}`, found);
  }
  const kept = [...one.keys()].filter(id => other.has(id));
  const keptAfter = [...other.keys()].filter(id => one.has(id));
  if (kept.join('\n') !== keptAfter.join('\n')) {
    found.push({ path, before, after });
  }
}

function byId(list: Json[]): Map<string, Json> | undefined {
  const map = new Map<string, Json>();
  for (const item of list) {
    const id = isObject(item) ? (item['id'] ?? item['did']) : undefined;
    if (typeof id !== 'string' || map.has(id)) {
      return undefined;
    }
    map.set(id, item);
  }
  return map;
}

/** The decisions that these changes need, each once: of the longest path that a change lies in, and of those that lie within it. */
export function decisions(found: Change[], governance: Governance): Decision[] {
  const ids = new Set<string>();
  for (const { path } of found) {
    const outer = governance.amendments.map(clause => clause.path ?? '').filter(clause => within(path, clause));
    const best = outer.sort((one, other) => other.length - one.length)[0];
    for (const clause of governance.amendments) {
      const at = clause.path ?? '';
      if (at === best || (at !== path && within(at, path))) {
        ids.add(clause.decision);
      }
    }
  }
  return [...ids].flatMap(id => governance.decisions.filter(decision => decision.id === id));
}

function within(path: string, part: string): boolean {
  return part === '' || path === part || path.startsWith(`${part}/`);
}

/** Whether members vote. */
export const voted = (decision: Decision): boolean => decision.method !== 'stewards';

/** Whether stewards approve. */
export const approved = (decision: Decision): boolean => decision.method !== 'vote';

const DAY = 86_400_000;
/** How long stewards have to agree before a change is to be in force; a later agreement needs a new proposal. */
const APPROVING_DAYS = 7;

/**
 * When the vote on a change that is proposed now ends (nothing when nobody votes), and from when it can be in force.
 *
 * @param wished when the vote is to end, if that is later than it may
 */
export function times(needed: Decision[], current: Charter, now: Date, wished?: Date): { closes: Date | undefined; effective: Date } {
  const votes = needed.filter(voted);
  const start = Math.ceil(now.getTime() / 1000) * 1000;
  const earliest = start + Math.max(...votes.map(one => one.openDays)) * DAY;
  const closes = votes.length ? Math.max(earliest, wished?.getTime() || 0) : undefined;
  const end = closes ?? start;
  const due = needed.map(one => Math.max(approved(one) ? start + APPROVING_DAYS * DAY : 0, end) + one.delayDays * DAY);
  const effective = Math.max(end, ...due, Date.parse(current.effective) + 1000);
  return { closes: closes === undefined ? undefined : new Date(closes), effective: new Date(effective) };
}

/** From when new stewards can be in force that heirs propose now: who else it takes has a week, and then the stewards may still speak. */
export function afterSilence(clause: Succession, current: Charter, now: Date): Date {
  const start = Math.ceil(now.getTime() / 1000) * 1000;
  return new Date(Math.max(start + (APPROVING_DAYS + clause.silentDays) * DAY, Date.parse(current.effective) + 1000));
}

/** Whether both are the same JSON. */
export function same(one: Json | undefined, other: Json | undefined): boolean {
  return one === undefined || other === undefined ? one === other : canonical(one) === canonical(other);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name as a part of a path (RFC 6901 section 3). */
function segment(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}

/** The names in a path. */
export function segments(path: string): string[] {
  return path.split('/').slice(1).map(one => one.replace(/~1/g, '/').replace(/~0/g, '~'));
}
