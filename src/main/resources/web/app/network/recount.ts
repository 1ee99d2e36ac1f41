import { nameOf } from '../identity/documents.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { ofMultibase } from '../identity/multibase.ts';
import { signerOf } from '../identity/proof.ts';
import { rollHash, type Choice } from './acts.ts';
import type { Governance } from './charter.ts';
import { documents, type Count, type Votes } from './network.ts';

/** An act whose author signed it, by its hash. */
export type Act = { hash: string; author: string; at: number; map: JsonObject };

/** Pages of documents that are fetched at most: 20,000 acts. */
const PAGES_MOST = 100;

/** What was signed in a network, as far as it was fetched; each act is fetched and looked at once. */
export class Evidence {
  readonly network: string;
  readonly #acts = new Map<string, Act>();
  #after = 0;

  constructor(network: string) {
    this.network = network;
  }

  /** Fetches what is new, leaves out what nobody signed as it is, and gives all of it. */
  async read(): Promise<Act[]> {
    for (let page = 0; page < PAGES_MOST; page++) {
      const { documents: found, next } = await documents(this.network, this.#after);
      const read = await Promise.all(found.map(one => actOf(one, this.network)));
      read.forEach(act => act && this.#acts.set(act.hash, act));
      if (found.length === 0 || next === this.#after) {
        break;
      }
      this.#after = next;
    }
    return [...this.#acts.values()];
  }
}

async function actOf(document: JsonObject, network: string): Promise<Act | undefined> {
  const map = document['act'];
  if (typeof map !== 'object' || map === null || Array.isArray(map) || map['network'] !== network) {
    return undefined;
  }
  const author = await signerOf(document);
  const at = Date.parse(String(map['at']));
  return author !== undefined && author === map['by'] && !Number.isNaN(at) ? { hash: await nameOf(map), author, at, map } : undefined;
}

/**
 * Counts the votes on a proposal under the charter that it is to change, by docs/networks.md, "What is valid": whoever has the same acts
 * counts the same.
 */
export async function recount(proposal: Act, governance: Governance, acts: Act[]): Promise<Count> {
  const roll = await confirmedRoll(proposal, governance, acts);
  const closes = Date.parse(String(proposal.map['closes']));
  const confirming = new Map<string, Set<string>>();
  for (const tally of acts.filter(act => act.map['type'] === 'Tally' && act.map['proposal'] === proposal.hash && act.at >= closes)) {
    for (const ballot of tally.map['ballots'] as string[]) {
      confirming.set(ballot, (confirming.get(ballot) ?? new Set()).add(tally.author));
    }
  }
  const counted = new Map<string, Act>();
  const open = new Map<string, Act>();
  for (const ballot of acts.filter(act => act.map['type'] === 'Ballot' && act.map['proposal'] === proposal.hash)) {
    if (!roll.has(ballot.author) || ballot.at < proposal.at || ballot.at > closes) {
      continue;
    }
    const into = confirmed(confirming.get(ballot.hash) ?? new Set(), governance) ? counted : open;
    const before = into.get(ballot.author);
    into.set(ballot.author, before && later(before, ballot) ? before : ballot);
  }
  return { ...votes(counted), roll, unconfirmed: open.size, waiting: votes(open) };
}

async function confirmedRoll(proposal: Act, governance: Governance, acts: Act[]): Promise<Set<string>> {
  const signers = new Set<string>();
  let members: string[] = [];
  for (const act of acts.filter(one => one.map['type'] === 'Roll' && one.at <= proposal.at)) {
    const listed = act.map['members'] as string[];
    if ((await rollHash(listed)) === proposal.map['roll']) {
      signers.add(act.author);
      members = listed;
    }
  }
  return new Set(confirmed(signers, governance) ? members : []);
}

/** Whether these are enough stewards, or enough witnesses, to confirm a roll or a count. */
export function confirmed(people: Set<string>, governance: Governance): boolean {
  const stewards = governance.stewards.filter(one => people.has(one)).length;
  const witnesses = governance.witnesses.filter(one => people.has(one)).length;
  return stewards >= governance.threshold || (governance.witnessThreshold > 0 && witnesses >= governance.witnessThreshold);
}

/** Whether `one` was said last; of what was said in one second the lower hash counts. */
function later(one: Act, other: Act): boolean {
  return one.at !== other.at ? one.at > other.at : lower(one.hash, other.hash);
}

function lower(one: string, other: string): boolean {
  const a = ofMultibase(one) ?? new Uint8Array();
  const b = ofMultibase(other) ?? new Uint8Array();
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 || (a[at] as number) < (b[at] ?? 256);
}

function votes(ballots: Map<string, Act>): Votes {
  const of = (choice: Choice) => [...ballots.values()].filter(ballot => ballot.map['choice'] === choice).length;
  return { yes: of('yes'), no: of('no'), abstain: of('abstain') };
}
