import { hashText, sha256, utf8 } from '../identity/bytes.ts';
import { isSignedBy, nameOf } from '../identity/documents.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { signerOf } from '../identity/proof.ts';
import type { Owner } from './owners.ts';

/** How long a recovery key that is announced without the one before has to wait; a day more, since times are their authors' claims. */
export const NOTICE_DAYS = 30;
const WAITED = (NOTICE_DAYS + 1) * 86_400_000;

/** A word in the key log, with the time that it claims. */
export type Word = { map: JsonObject & { type: string }; at: string };

/**
 * What the recovery keys of an account said, one after the other, as far as a browser can tell.
 *
 * @property head names the last word in force
 * @property commitment the hash of the recovery key that counts
 * @property announced another recovery key, which does not count yet
 * @property frozen two words contradict each other: nothing counts any more
 */
export type Recovery = { words: Word[]; head: string; commitment: string; announced?: { at: string; commitment: string } | undefined; frozen: boolean };

/** The entries of a key log. */
export function wordsOf(entries: JsonObject[]): (Word & { document: JsonObject })[] {
  return entries.map(document => ({
    document,
    map: document['entry'] as Word['map'],
    at: String((document['proof'] as JsonObject | undefined)?.['created'] ?? ''),
  }));
}

/** Follows the words of the recovery keys from the first entry on: each was committed to by the one before. */
export async function recoveryOf(owner: Owner, entries: JsonObject[]): Promise<Recovery> {
  const all = wordsOf(entries);
  const words: Word[] = [];
  const genesis = await first(all, async ({ map, document }) => map.type === 'KeyLogGenesis' && (await nameOf(map)) === owner.genesis && (await signerOf(document)) === owner.did);
  let head = owner.genesis;
  let commitment = String(genesis?.map['recovery'] ?? '');
  for (;;) {
    const next = all.filter(({ map }) => map['genesis'] === owner.genesis && map['previous'] === head);
    const said = await named(next, async ({ map }) => {
      const key = String(map['recoveryKey']);
      return map.type === 'KeyLogRecovery' && (await committed(key)) === commitment && (await isSignedBy(map, `did:key:${key}`));
    });
    if (said.size > 1) {
      return { words, head, commitment, frozen: true };
    }
    const replaced = await named(next, async ({ map, document }) => map.type === 'RecoveryReplacement' && map['account'] === owner.did && (await signerOf(document)) === owner.did);
    const [announced] = [...replaced].sort(([, one], [, other]) => (one.at < other.at ? -1 : 1));
    const [link] = said.size ? said : announced && Date.parse(announced[1].at) + WAITED < Date.now() ? [announced] : [];
    if (!link) {
      return { words, head, commitment, announced: announced && { at: announced[1].at, commitment: String(announced[1].map['nextRecovery']) }, frozen: false };
    }
    const [name, word] = link;
    if (said.size) {
      words.push(word);
    }
    head = name;
    commitment = String(word.map['nextRecovery']);
  }
}

/** By which a recovery key is known before it has said anything: the hash of its Multikey. */
export async function committed(multikey: string): Promise<string> {
  return hashText(await sha256(utf8(multikey)));
}

/** Those that pass, by their names: the same word may stand in several repositories. */
async function named<T extends Word>(all: T[], test: (one: T) => Promise<boolean>): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const one of all) {
    if (await test(one)) {
      found.set(await nameOf(one.map), one);
    }
  }
  return found;
}

async function first<T>(all: T[], test: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) {
    if (await test(one)) {
      return one;
    }
  }
  return undefined;
}
