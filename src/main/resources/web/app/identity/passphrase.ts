import type { Stretching } from '../../stretch/index.ts';
import { expand, hmac, sha256, toBase64, utf8, type Bytes } from './bytes.ts';

const NAME = 'godwit key bag 1\0';
const LATE = 60_000;

/** What Java's strip cuts: white space, but none that holds words together. */
const BLANKS = '\\t-\\r\\x1c-\\x20\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000';

/** A passphrase of an account after its one expensive run; all that is asked of it later follows by HKDF. See docs/key-bag.md. */
export type PassphraseKey = { account: string; root: Bytes };

/** Stretches a passphrase in a worker of its own; takes up to some seconds on small devices, and 64 MiB. */
export async function stretched(passphrase: string, account: string): Promise<PassphraseKey> {
  const root = await worked({ passphrase: utf8(normal(passphrase)), salt: await sha256(utf8(NAME + account)) });
  return { account, root };
}

/** A passphrase as it counts: NFC, without blanks at its ends, runs of blanks as one space. */
export function normal(passphrase: string): string {
  const ends = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, 'g');
  return passphrase.normalize('NFC').replace(ends, '').replace(/[ \t\n\v\f\r]+/g, ' ');
}

/** What the bag is encrypted with. */
export function wrapping(key: PassphraseKey): Promise<Bytes> {
  return derived(key, 'wrap');
}

/** What fetches the bag at the gateway with this instance key, of which the gateway keeps the hash. */
export function fetchSecret(key: PassphraseKey, instance: string): Promise<Bytes> {
  return derived(key, `fetch\0${instance}`);
}

/** What proves the passphrase to that gateway, of which it keeps the hash. */
export function proofSecret(key: PassphraseKey, instance: string): Promise<Bytes> {
  return derived(key, `proof\0${instance}`);
}

/** The value of the field `Godwit-Passphrase` for that gateway. */
export async function passphraseProof(key: PassphraseKey, instance: string): Promise<string> {
  return toBase64(await proofSecret(key, instance));
}

async function derived(key: PassphraseKey, purpose: string): Promise<Bytes> {
  const pseudorandom = await hmac(new Uint8Array(0), key.root);
  return expand(pseudorandom, utf8(NAME + purpose), 32);
}

function worked(question: Stretching): Promise<Bytes> {
  const file = document.querySelector<HTMLMetaElement>('meta[name=godwit-stretching]')?.content;
  if (!file) {
    throw new Error('the page does not name the worker');
  }
  const worker = new Worker(trusted(file), { type: 'module' });
  return new Promise<Bytes>((done, failed) => {
    const late = setTimeout(() => failed(new Error('the passphrase could not be stretched in time')), LATE);
    worker.onmessage = (event: MessageEvent<Bytes>) => {
      clearTimeout(late);
      done(event.data);
    };
    worker.onerror = event => failed(new Error(event.message || 'the worker did not start'));
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}

type Policies = { createPolicy(name: string, rules: { createScriptURL(text: string): string }): { createScriptURL(text: string): string } };

/** The page's policy lets nothing become a script's address but what is checked here: a file of the bundle. */
const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy('godwit-worker', {
  createScriptURL(text) {
    if (!/^\/static\/bundle\/[\w.-]+\.js$/.test(text)) {
      throw new TypeError('not a file of the bundle');
    }
    return text;
  },
});

function trusted(file: string): string {
  return policy ? policy.createScriptURL(file) : file;
}
