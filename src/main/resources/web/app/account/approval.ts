import { api, Problem } from '../shell/api.ts';
import { contentOf } from '../identity/bag.ts';
import { sha256, utf8 } from '../identity/bytes.ts';
import { newKey, type OpenKey } from '../identity/keys.ts';
import { open } from '../identity/sealed.ts';
import { openSession } from './account.ts';
import type { Owner } from './owners.ts';
import { enter, type Found } from './signin.ts';

const PURPOSE = 'godwit approval';
const LETTERS = '234567abcdefghijklmnopqrstuvwxyz';
const LENGTH = 12;
const EVERY = 2_000;

/** A browser that waits to be let in by another device of the account. */
export type Asking = { found: Found; device: OpenKey; code: string };

/**
 * Asks to be let in. The code is computed here from this browser's own new key: the device that approves recognises the key by it, so that
 * the server cannot put another one in its place.
 */
export async function askForApproval(found: Found): Promise<Asking> {
  const device = await newKey();
  await api.post('/client/v1/approvals', { account: found.did, device: device.did });
  return { found, device, code: await approvalCode(found.did, device.did) };
}

/** What a device shows for itself: 60 bits of a hash of both keys, `abcd-efgh-jklm`. */
export async function approvalCode(account: string, device: string): Promise<string> {
  const hash = await sha256(utf8(`godwit approval\0${account}\0${device}`));
  const bit = (at: number) => ((hash[at >> 3] as number) >> (7 - (at & 7))) & 1;
  const letters = Array.from({ length: LENGTH }, (_, i) => LETTERS[[0, 1, 2, 3, 4].reduce((bits, j) => (bits << 1) | bit(5 * i + j), 0)]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Waits until it is let in, and signs in; nothing when it was not within the server's patience. */
export async function approved(asking: Asking, signal: AbortSignal): Promise<Owner | undefined> {
  for (;;) {
    await new Promise(done => setTimeout(done, EVERY));
    signal.throwIfAborted();
    const sealed = await fetched(asking.device.did, signal);
    if (sealed === undefined) {
      return undefined;
    }
    if (sealed.length) {
      const plain = await open(sealed, asking.device, PURPOSE);
      const owner = plain && (await enter(asking.found, contentOf(plain), asking.device));
      if (owner) {
        await openSession(owner);
      }
      return owner;
    }
  }
}

/** What was sealed to this browser: empty as long as nothing was, nothing when the server waits no more. */
async function fetched(device: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const answer = await api.send('GET', `/client/v1/approvals?device=${encodeURIComponent(device)}`, { signal, fresh: true });
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
