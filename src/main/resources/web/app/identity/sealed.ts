import { chacha20poly1305 } from '../../vendor/ciphers/package/chacha.js';
import { concat, expand, hmac, utf8, type Bytes } from './bytes.ts';
import { publicKeyOf } from './did.ts';
import type { OpenKey } from './keys.ts';

/**
 * Encryption to an Ed25519 identity: HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305. The
 * same as the Java `SealedBox`: a version byte 1, 32 bytes of encapsulated key, ciphertext with tag.
 */
const VERSION = 1;
const ENCAPSULATED = 32;
const TAG = 16;
const P = (1n << 255n) - 19n;
const KEM = concat(utf8('KEM'), Uint8Array.of(0x00, 0x20));
const SUITE = concat(utf8('HPKE'), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x03));
const NOTHING: Bytes = new Uint8Array(0);
const PKCS8_X25519 = Uint8Array.of(0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20);

/** Seals to an identity for a purpose. */
export async function seal(plain: Bytes, to: string, purpose: string): Promise<Bytes> {
  const ed25519 = publicKeyOf(to);
  if (!ed25519) {
    throw new RangeError('not an identity that can be sealed to');
  }
  const recipient = montgomery(ed25519);
  const once = (await crypto.subtle.generateKey('X25519', true, ['deriveBits'])) as CryptoKeyPair;
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey('raw', once.publicKey));
  const { key, nonce } = await schedule(await agreed(once.privateKey, recipient, encapsulated, recipient), info(purpose, ed25519));
  return concat(Uint8Array.of(VERSION), encapsulated, chacha20poly1305(key, nonce, NOTHING).encrypt(plain));
}

/** Opens what was sealed to this key for this purpose; nothing when it was not, or was altered. */
export async function open(sealed: Bytes, key: OpenKey, purpose: string): Promise<Bytes | undefined> {
  if (sealed.length < 1 + ENCAPSULATED + TAG || sealed[0] !== VERSION) {
    return undefined;
  }
  const encapsulated = sealed.slice(1, 1 + ENCAPSULATED);
  try {
    const shared = await agreed(await scalar(key.seed), encapsulated, encapsulated, montgomery(key.publicKey));
    const { key: opener, nonce } = await schedule(shared, info(purpose, key.publicKey));
    return chacha20poly1305(opener, nonce, NOTHING).decrypt(sealed.slice(1 + ENCAPSULATED));
  } catch {
    return undefined;
  }
}

/** DHKEM's shared secret, RFC 9180 section 4.1. */
async function agreed(own: CryptoKey, theirs: Bytes, encapsulated: Bytes, recipient: Bytes): Promise<Bytes> {
  const their = await crypto.subtle.importKey('raw', theirs, 'X25519', false, []);
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: their }, own, 256));
  const pseudorandom = await labelledExtract(KEM, NOTHING, 'eae_prk', dh);
  return labelledExpand(KEM, pseudorandom, 'shared_secret', concat(encapsulated, recipient), 32);
}

/** Key and nonce of the one message, RFC 9180 section 5.1, base mode. */
async function schedule(shared: Bytes, info: Bytes): Promise<{ key: Bytes; nonce: Bytes }> {
  const context = concat(
    Uint8Array.of(0),
    await labelledExtract(SUITE, NOTHING, 'psk_id_hash', NOTHING),
    await labelledExtract(SUITE, NOTHING, 'info_hash', info),
  );
  const secret = await labelledExtract(SUITE, shared, 'secret', NOTHING);
  return {
    key: await labelledExpand(SUITE, secret, 'key', context, 32),
    nonce: await labelledExpand(SUITE, secret, 'base_nonce', context, 12),
  };
}

function labelledExtract(suite: Bytes, salt: Bytes, label: string, material: Bytes): Promise<Bytes> {
  return hmac(salt, concat(utf8('HPKE-v1'), suite, utf8(label), material));
}

function labelledExpand(suite: Bytes, pseudorandom: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  return expand(pseudorandom, concat(Uint8Array.of(length >> 8, length & 0xff), utf8('HPKE-v1'), suite, utf8(label), info), length);
}

function info(purpose: string, to: Bytes): Bytes {
  return concat(utf8(`godwit sealed box 1\0${purpose}\0`), to);
}

/** u = (1 + y) / (1 − y), RFC 7748 section 4.1. */
function montgomery(ed25519: Bytes): Bytes {
  let y = 0n;
  for (let i = 31; i >= 0; i--) {
    y = (y << 8n) | BigInt(i === 31 ? (ed25519[i] as number) & 0x7f : (ed25519[i] as number));
  }
  let u = ((1n + y) * power((((1n - y) % P) + P) % P, P - 2n)) % P;
  const out = new Uint8Array(32);
  for (let i = 0; i < 32; i++) {
    out[i] = Number(u & 0xffn);
    u >>= 8n;
  }
  return out;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base % P, e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) {
      result = (result * b) % P;
    }
    b = (b * b) % P;
  }
  return result;
}

/** The X25519 key of an Ed25519 seed; the clamping of RFC 8032 is X25519's own. */
async function scalar(seed: Bytes): Promise<CryptoKey> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-512', seed));
  return crypto.subtle.importKey('pkcs8', concat(PKCS8_X25519, hash.slice(0, 32)), 'X25519', false, ['deriveBits']);
}
