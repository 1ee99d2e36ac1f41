import { api, Problem } from '../shell/api.ts';
import { contentOf } from '../identity/bag.ts';
import { sha256, utf8, type Bytes } from '../identity/bytes.ts';
import { newKey, type OpenKey } from '../identity/keys.ts';
import { open } from '../identity/sealed.ts';
import { openSession } from './account.ts';
import type { Owner } from './owners.ts';
import { enter, type Found } from './signin.ts';

/** What is sealed to a browser that becomes a device, and to one that is signed in at a server that is none of the account's. */
export const LET_IN = 'godwit approval';
export const ELSEWHERE = 'godwit sign-in elsewhere';
const LETTERS = '234567abcdefghijklmnopqrstuvwxyz';
const LENGTH = 12;
const EVERY = 2_000;

/** A browser that waits for an account's word, and the code that it shows. */
export type Code = { did: string; device: OpenKey; code: string };

/** A browser that waits to be let in by another device of the account. */
export type Asking = Code & { found: Found };

/**
 * Asks to be let in. The code is computed here from this browser's own new key: the device that approves recognises the key by it, so that
 * the server cannot put another one in its place.
 */
export async function askForApproval(found: Found): Promise<Asking> {
  const device = await newKey();
  await api.post('/client/v1/approvals', { account: found.did, device: device.did });
  return { found, did: found.did, device, code: await approvalCode(found.did, device.did) };
}

/** What a device shows for itself: 60 bits of a hash of both keys and of the other server, `abcd-efgh-jklm`. */
export async function approvalCode(account: string, device: string, elsewhere?: string): Promise<string> {
  const hash = await sha256(utf8(['godwit approval', account, device, ...(elsewhere === undefined ? [] : [elsewhere])].join('\0')));
  const bit = (at: number) => ((hash[at >> 3] as number) >> (7 - (at & 7))) & 1;
  const letters = Array.from({ length: LENGTH }, (_, i) => LETTERS[[0, 1, 2, 3, 4].reduce((bits, j) => (bits << 1) | bit(5 * i + j), 0)]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Waits until it is let in, and signs in; nothing when it was refused, or not within the server's patience. */
export async function approved(asking: Asking, signal: AbortSignal): Promise<Owner | undefined> {
  const sealed = await sealedTo(asking.device.did, '/client/v1/approvals', EVERY, signal);
  const plain = sealed && (await open(sealed, asking.device, LET_IN));
  const owner = plain && (await enter(asking.found, contentOf(plain), asking.device));
  if (owner) {
    await openSession(owner);
  }
  return owner;
}

/** Waits for what is sealed to a device; nothing when the server waits no more. */
export async function sealedTo(device: string, path: string, every: number, signal: AbortSignal): Promise<Bytes | undefined> {
  for (;;) {
    await new Promise(done => setTimeout(done, every));
    signal.throwIfAborted();
    const sealed = await fetched(device, path, signal);
    if (sealed === undefined || sealed.length) {
      return sealed;
    }
  }
}

/** What was sealed to a device: empty as long as nothing was, nothing when the server waits no more. */
async function fetched(device: string, path: string, signal: AbortSignal): Promise<Bytes | undefined> {
  try {
    const answer = await api.send('GET', `${path}?device=${encodeURIComponent(device)}`, { signal, fresh: true, headers: { Accept: '*/*' } });
    return new Uint8Array(await answer.arrayBuffer());
  } catch (failure) {
    const problem = Problem.of(failure);
    if (problem.status === 404) {
      return undefined;
    }
    if (problem.offline || problem.status === 429 || problem.status >= 500) {
      return new Uint8Array(0);
    }
    throw problem;
  }
}
