import { chacha20poly1305 } from '../../vendor/ciphers/package/chacha.js';
import { concat, ofBase64, random, toBase64, utf8, type Bytes } from './bytes.ts';
import { isSignedBy, signedMap } from './documents.ts';
import { canonicalBytes, type JsonObject } from './jcs.ts';
import { newKey } from './keys.ts';
import { fetchSecret, wrapping, type PassphraseKey } from './passphrase.ts';
import type { Signer } from './proof.ts';
import { open, seal } from './sealed.ts';

const FORM = 1;
const NONCE = 12;
const TAG = 16;
const SEALED_MOST = 64 * 1024;
const QUESTION = 'godwit key bag question';
const ANSWER = 'godwit key bag answer';

/** What is in a bag: seeds by the names of keys (`authority`), and other secrets by theirs (`genesis`, `rsa-…`). See docs/key-bag.md. */
export type BagContent = { keys: Record<string, Bytes>; secrets: Record<string, Bytes> };

/** Encrypts and signs keys. The version is higher than that of every bag before. */
export async function sealBag(content: BagContent, authority: Signer, version: number, passphrase: PassphraseKey): Promise<JsonObject> {
  const nonce = random(NONCE);
  const key = await wrapping(passphrase);
  const sealed = concat(Uint8Array.of(FORM), nonce, chacha20poly1305(key, nonce, associated(authority.did, version)).encrypt(contentBytes(content)));
  if (sealed.length > SEALED_MOST) {
    throw new RangeError('a bag holds at most 64 KiB');
  }
  return signedMap({ type: 'KeyBag', account: authority.did, version, sealed: toBase64(sealed) }, authority);
}

/** Whether a map is a bag that the account itself has signed. */
export async function isBagOf(map: JsonObject, account: string): Promise<boolean> {
  const { signature: _, ...unsigned } = map;
  const closed = Object.keys(unsigned).sort().join() === 'account,sealed,type,version';
  return closed && map['type'] === 'KeyBag' && map['account'] === account && Number(map['version']) > 0 && isSignedBy(map, account);
}

/** The keys in a bag; nothing when the passphrase is another. */
export async function openBag(map: JsonObject, passphrase: PassphraseKey): Promise<BagContent | undefined> {
  const sealed = ofBase64(String(map['sealed']));
  if (!sealed || sealed.length < 1 + NONCE + TAG || sealed.length > SEALED_MOST || sealed[0] !== FORM) {
    return undefined;
  }
  const key = await wrapping(passphrase);
  const nonce = sealed.slice(1, 1 + NONCE);
  try {
    const plain = chacha20poly1305(key, nonce, associated(passphrase.account, Number(map['version']))).decrypt(sealed.slice(1 + NONCE));
    return contentOf(plain);
  } catch {
    return undefined;
  }
}

/** A content as it is encrypted. */
export function contentBytes(content: BagContent): Bytes {
  return canonicalBytes({ keys: encoded(content.keys), secrets: encoded(content.secrets) });
}

/** Reads a content; throws when it is none. */
export function contentOf(plain: Bytes): BagContent {
  const content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)) as JsonObject;
  return { keys: decoded(content['keys']), secrets: decoded(content['secrets']) };
}

/** The question for a bag, sealed to the gateway whose key the profile pins, and what opens the answer to it. */
export async function questionForBag(passphrase: PassphraseKey, instance: string) {
  const once = await newKey();
  const plain = canonicalBytes({
    account: passphrase.account,
    secret: toBase64(await fetchSecret(passphrase, instance)),
    replyTo: once.did,
  });
  return {
    question: await seal(plain, instance, QUESTION),
    /** The bag in an answer; nothing when the account did not sign what came. */
    async bagIn(answer: Bytes): Promise<JsonObject | undefined> {
      const plain = await open(answer, once, ANSWER);
      if (!plain) {
        return undefined;
      }
      const map = JSON.parse(new TextDecoder().decode(plain)) as JsonObject;
      return (await isBagOf(map, passphrase.account)) ? map : undefined;
    },
  };
}

function associated(account: string, version: number): Bytes {
  return utf8(`godwit key bag 1\0${account}\0${version}`);
}

function encoded(entries: Record<string, Bytes>): JsonObject {
  return Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, toBase64(bytes)]));
}

function decoded(entries: unknown): Record<string, Bytes> {
  return Object.fromEntries(
    Object.entries(entries as Record<string, string>).map(([name, text]) => {
      const bytes = ofBase64(text);
      if (!bytes) {
        throw new RangeError('a bag with something else than base64 in it');
      }
      return [name, bytes];
    }),
  );
}
