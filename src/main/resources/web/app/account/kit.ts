import { api } from '../shell/api.ts';
import { multikey } from '../identity/did.ts';
import { lines } from '../identity/documents.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { recoveryReplacement, recoveryWord } from '../identity/keylog.ts';
import { closed, opened, type OpenKey } from '../identity/keys.ts';
import { paperSeed } from '../identity/paper.ts';
import { server } from './account.ts';
import type { Owner } from './owners.ts';
import { committed, recoveryOf, type Recovery } from './recovery.ts';
import { openedBag } from './signin.ts';

/** Why there is no new kit; each has its words, `kit.KIND`. */
export class KitProblem extends Error {
  readonly kind: 'word' | 'together' | 'other' | 'frozen' | 'announced';
  /** Of `word`: which of them, from 1 on. */
  readonly place: number;

  constructor(kind: KitProblem['kind'], place = 0) {
    super(kind);
    this.kind = kind;
    this.place = place;
  }
}

/** What speaks for a new kit: the recovery key until now, or nothing but the account's own key. */
export type Present = OpenKey | undefined;

/** How it stands with the recovery key of an account. */
export async function standing(owner: Owner): Promise<Recovery> {
  const { entries } = await api.get<{ entries: JsonObject[] }>(`/.well-known/apgateway-keylog/${owner.did}`, { fresh: true });
  return recoveryOf(owner, entries);
}

/** The recovery key of the words of a kit, if it is the one that counts. */
export async function ofPaper(owner: Owner, typed: string): Promise<OpenKey> {
  // What is scanned from a printed kit says first what it is, and whose.
  const words = typed.replace(/^.*did:key:\S+/s, '').toLowerCase();
  const read = await paperSeed(words.match(/[a-z]+/g) ?? []);
  if (!(read instanceof Uint8Array)) {
    throw read === 'together' ? new KitProblem('together') : new KitProblem('word', read);
  }
  const key = await opened(read);
  const { commitment } = await standing(owner);
  if ((await committed(multikey(key.publicKey))) !== commitment) {
    throw new KitProblem('other');
  }
  return key;
}

/** Whether this is the account's passphrase: whoever only found this browser open makes no kit for somebody else's account. */
export async function proves(owner: Owner, passphrase: string): Promise<void> {
  const { instance } = await server();
  await openedBag({ did: owner.did, instance }, passphrase);
}

/**
 * Makes `next` the recovery key: at once by the word of the present one, else in thirty days. Asked again after an answer was lost, it
 * finds that it is done.
 */
export async function replace(owner: Owner, present: Present, next: OpenKey): Promise<void> {
  const now = new Date();
  const { head, commitment, announced, frozen } = await standing(owner);
  const wished = await committed(multikey(next.publicKey));
  if (commitment === wished || announced?.commitment === wished) {
    return;
  }
  if (frozen) {
    throw new KitProblem('frozen');
  }
  if (!present && announced) {
    throw new KitProblem('announced');
  }
  const entry = present
    ? await recoveryWord(await closed(present), present.publicKey, { account: owner.did, genesis: owner.genesis, previous: head, nextRecovery: wished }, now)
    : await recoveryReplacement(owner.authority, owner.genesis, head, wished, now);
  await api.send('POST', `/.well-known/apgateway/${owner.did}/actor/outbox`, {
    body: lines([entry]),
    headers: { 'Content-Type': 'application/x-ndjson' },
  });
}
