import { ofMultibase, toMultibase } from './multibase.ts';

/** The multicodec prefix of an Ed25519 public key, as an unsigned varint: 0xed. */
const ED25519 = [0xed, 0x01];

/** The did:key of an Ed25519 public key of 32 bytes. */
export function didOf(publicKey: Uint8Array): string {
  return `did:key:${multikey(publicKey)}`;
}

/** The Multikey of an Ed25519 public key of 32 bytes. */
export function multikey(publicKey: Uint8Array): string {
  return toMultibase(Uint8Array.from([...ED25519, ...publicKey]));
}

/** What a proof of this identity names as its verification method: did:key has one key, named by itself. */
export function verificationMethod(did: string): string {
  return `${did}#${did.slice('did:key:'.length)}`;
}

/** The Ed25519 public key, 32 bytes, that a did:key is; nothing when it is none. */
export function publicKeyOf(did: string): Uint8Array<ArrayBuffer> | undefined {
  if (!did.startsWith('did:key:')) {
    return undefined;
  }
  const text = did.slice('did:key:'.length);
  const bytes = ofMultibase(text);
  const fits = bytes?.length === 34 && bytes[0] === ED25519[0] && bytes[1] === ED25519[1] && toMultibase(bytes) === text;
  return fits ? bytes.slice(2) : undefined;
}

/** The identity that a verification method of did:key belongs to; nothing when it is no such method. */
export function controllerOf(method: string): string | undefined {
  const did = method.split('#')[0] as string;
  return publicKeyOf(did) && method === verificationMethod(did) ? did : undefined;
}
