import { concat, random, type Bytes } from './bytes.ts';
import { didOf } from './did.ts';
import type { Signer } from './proof.ts';

/** What precedes the 32 bytes of a seed in PKCS#8, RFC 8410. */
const PKCS8_ED25519 = Uint8Array.of(0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20);

/** A key that was just made or opened: its seed is at hand, to be wrapped, and then forgotten. */
export type OpenKey = { did: string; publicKey: Bytes; seed: Bytes };

/** Makes an Ed25519 key. */
export async function newKey(): Promise<OpenKey> {
  const made = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const seed = new Uint8Array(await crypto.subtle.exportKey('pkcs8', made.privateKey)).slice(-32);
  return opened(seed);
}

/** The key of a seed of 32 bytes. */
export async function opened(seed: Bytes): Promise<OpenKey> {
  const key = await crypto.subtle.importKey('pkcs8', concat(PKCS8_ED25519, seed), 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', key);
  const publicKey = Uint8Array.from(atob((x as string).replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
  return { did: didOf(publicKey), publicKey, seed };
}

/** The same key for signing, out of which nobody, not even a script on this page, gets its seed any more. */
export async function closed(key: OpenKey): Promise<Signer> {
  const privateKey = await crypto.subtle.importKey('pkcs8', concat(PKCS8_ED25519, key.seed), 'Ed25519', false, ['sign']);
  return { did: key.did, privateKey };
}

/** Signs bytes. */
export async function sign(signer: Signer, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', signer.privateKey, message));
}

/** A number by chance below `most`, each as likely. */
export function below(most: number): number {
  const limit = Math.floor(0x1_0000_0000 / most) * most;
  for (;;) {
    const number = new DataView(random(4).buffer).getUint32(0);
    if (number < limit) {
      return number % most;
    }
  }
}
