import { toMultibase } from './multibase.ts';

/** Bytes as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A text in UTF-8. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** These one after the other. */
export function concat(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Base64 with padding, RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

/** The bytes of a base64 text; nothing when it is none. */
export function ofBase64(text: string): Bytes | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    return undefined;
  }
  return Uint8Array.from(atob(text), c => c.charCodeAt(0));
}

/** The SHA-256 of bytes. */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** A SHA-256 as Godwit writes it: its multihash in base58btc, `zQm…`. */
export function hashText(hash: Uint8Array): string {
  return toMultibase(concat(Uint8Array.of(0x12, 0x20), hash));
}

/** Bytes by chance. */
export function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** HMAC-SHA-256; an empty key counts as zeros, as HMAC has it. */
export async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key.length ? key : new Uint8Array(32), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
}

/** HKDF-Expand of RFC 5869 with SHA-256. */
export async function expand(pseudorandom: Bytes, info: Bytes, length: number): Promise<Bytes> {
  let block: Bytes = new Uint8Array(0);
  let out: Bytes = new Uint8Array(0);
  for (let i = 1; out.length < length; i++) {
    block = await hmac(pseudorandom, concat(block, info, Uint8Array.of(i)));
    out = concat(out, block);
  }
  return out.slice(0, length);
}
