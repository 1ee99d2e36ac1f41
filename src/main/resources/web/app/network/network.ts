import { api, Problem } from '../shell/api.ts';
import { session } from '../shell/session.ts';
import { ownerOf, type Owner } from '../account/owners.ts';
import { signedRequest } from '../account/publish.ts';
import type { Media } from '../parts/gw-media.ts';
import type { JsonObject } from '../identity/jcs.ts';
import type { Charter } from './charter.ts';

/** How a vote stands, as a server or this browser counted it. */
export type Votes = { yes: number; no: number; abstain: number };
export type Count = Votes & { roll: ReadonlySet<string>; unconfirmed: number; waiting: Votes };

/** A change that waits for a decision. */
export type Pending = {
  proposal: string;
  by: string;
  charter: string;
  version: number;
  reason: string;
  effective: string;
  closes?: string;
  /** What it lacks by now, by its reasons: `majority`, `approvals`, … */
  lacking: string[];
  count?: Count;
};

/** A network on one page, as `GET /networks/DID` has it. */
export type Card = {
  network: string;
  forked: boolean;
  versions: number;
  /** Of the newest act that it goes by, as `documents` counts them. */
  number: number;
  members: number;
  name?: string;
  summary?: string;
  charter?: string;
  joining?: 'open' | 'request' | 'invite' | 'credential';
  stewards?: string[];
  threshold?: number;
  witnesses?: string[];
  proposals: Pending[];
};

/** Something that waits for signatures: of whom, and of how many in all. */
export type Duty = {
  kind: 'change' | 'count' | 'voters' | 'emergency' | 'report' | 'newcomer' | 'succession';
  subject: string;
  by: string;
  since: string;
  title: string;
  signed: string[];
  asked: string[];
  needed: number;
  until?: string;
};

/** A wish to use an emergency power, and what came of it. */
export type Measure = {
  emergency: string;
  power: string;
  by: string;
  at: string;
  ends: string;
  reason: string;
  status: 'in-force' | 'too-few' | 'ended' | 'not-granted' | 'too-long' | 'too-soon-again';
  signed: string[];
  report?: string;
  reportOwed: boolean;
};

/** An account's membership: the document with which it joined, and whether it counts by now. */
export type Membership = { joined: JsonObject; counts: boolean };

const at = (network: string, path = ''): string => `/networks/${encodeURIComponent(network).replace(/%3A/g, ':')}${path}`;

/** Never out of the browser's cache: what somebody has signed a moment ago must be there. */
const read = <T>(path: string, signal?: AbortSignal): Promise<T> => api.get<T>(path, signal ? { fresh: true, signal } : { fresh: true });

export const cardOf = (network: string, signal?: AbortSignal): Promise<Card> => read<Card>(at(network), signal);

/** The last valid version, which the next one follows. */
export const lastVersion = (card: Card, signal?: AbortSignal): Promise<Charter> =>
  read<Charter>(at(card.network, `/charter?version=${card.versions}`), signal);

/** The version in force, of a network that has one. */
export const inForce = (card: Card, signal?: AbortSignal): Promise<Charter> => read<Charter>(at(card.network, '/charter'), signal);

/** What is wrong with a version in its form; nothing when a server would read it. */
export async function fault(charter: JsonObject): Promise<{ where: string; reason: string } | undefined> {
  const read = await api.post<{ where?: string; reason?: string }>(at(String(charter['network']), '/draft'), charter);
  return read.where === undefined ? undefined : { where: read.where, reason: read.reason ?? '' };
}

/** Who may vote by now, as far as this server knows. */
export const voters = (network: string): Promise<string[]> =>
  read<{ members: string[] }>(at(network, '/roll')).then(roll => roll.members);

/** What waits for signatures, and the newest emergencies. */
export const waiting = (network: string, signal?: AbortSignal): Promise<{ duties: Duty[]; emergencies: Measure[] }> =>
  read(at(network, '/duties'), signal);

/** A post that filters of the charter hold. */
export type Held = {
  id: string;
  author?: string;
  post?: { text: string; warning: string; media: Media[]; published?: string };
  filters: { filter: string; rule: string }[];
};

/** What filters hold, as stewards are told; and from where to look further back. */
export function heldPosts(owner: Owner, network: string, before: string): Promise<{ held: Held[]; next?: string }> {
  const query = new URLSearchParams({ account: owner.did, ...(before ? { before } : {}) });
  return signedRequest(owner.device, 'GET', at(network, `/held?${query}`));
}

/** Whether this server hosts one network only. */
export const hostedAlone = async (): Promise<boolean> => (await read<{ networks: unknown[] }>('/networks')).networks.length === 1;

/** Whether, and how, an account is a member; nothing when it has not joined. */
export async function membershipOf(network: string, account: string, signal?: AbortSignal): Promise<Membership | undefined> {
  const answer = await read<Partial<Membership>>(at(network, `/members/${account}`), signal);
  return answer.joined ? { joined: answer.joined, counts: answer.counts ?? false } : undefined;
}

/** Somebody for whom fewer members vouch than the rules ask; `letIn` tells whether nothing else is missing. */
export type Newcomer = { account: string; membership: string; since: string; vouching: string[]; letIn: boolean };
/** How many members have to vouch, for how many people fewer do, and the first of these. */
export type Newcomers = { needed: number; waiting: number; newcomers: Newcomer[] };

/** Who waits for members to vouch for them. */
export const newcomersOf = (network: string, signal?: AbortSignal): Promise<Newcomers> => read(at(network, '/newcomers'), signal);

/** The signed documents of a network, after one number, at most 200, and after which to go on. */
export const documents = (network: string, after: number): Promise<{ documents: JsonObject[]; next: number }> =>
  read(at(network, `/documents?after=${after}`));

/** A network as whoever is signed in opens it; `keys` tells whether this browser can sign for them. */
export type Opened = { card: Card; me: string | undefined; keys: boolean };

/** Opens a network for whoever is signed in. */
export async function opened(network: string | undefined, signal?: AbortSignal): Promise<Opened> {
  const card = await cardOf(network ?? '', signal);
  const me = session.value?.account.did;
  return { card, me, keys: me !== undefined && (await ownerOf(me)) !== undefined };
}

/**
 * Looks again until the server shows what was just said; whether it does. That is most often at the first or second look, and what is
 * said through another of the server's processes takes some seconds; a server that is busy for longer is not waited for.
 */
export async function shows(look: () => Promise<boolean>, most = 18): Promise<boolean> {
  for (let tries = 0, pause = 100; tries < most; tries++, pause = Math.min(2 * pause, 1000)) {
    if (await look().catch(unknown)) {
      return true;
    }
    await new Promise(later => setTimeout(later, pause));
  }
  return false;
}

/** What was said is said: that the server could not be asked just now does not undo it. */
function unknown(failure: unknown): false {
  Problem.of(failure);
  return false;
}

/** Whether the server goes by all that was signed since it worked out this card, and so by what was just said. */
export async function counted(card: Card): Promise<boolean> {
  const { next } = await documents(card.network, card.number);
  return next > card.number && (await cardOf(card.network)).number >= next;
}

const known = new Map<string, Promise<string | undefined>>();

/** What an account is called: its handle, where this server has its profile. */
export function handleOf(did: string): Promise<string | undefined> {
  const before = known.get(did);
  if (before) {
    return before;
  }
  const asked = api
    .get<{ webfinger?: string; preferredUsername?: string }>(`/.well-known/apgateway/${did}/actor`, { headers: { Accept: 'application/activity+json' } })
    .then(actor => (actor.webfinger ? `@${actor.webfinger}` : actor.preferredUsername))
    .catch((failure: unknown) => {
      if (Problem.of(failure).offline) {
        known.delete(did);
      }
      return undefined;
    });
  known.set(did, asked);
  return asked;
}

/** The page of a network, made by the server. */
export const pageOf = (network: string): string => at(network);
