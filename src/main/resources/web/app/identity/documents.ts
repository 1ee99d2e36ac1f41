import { hashText, sha256, toBase64, type Bytes } from './bytes.ts';
import { publicKeyOf } from './did.ts';
import { canonicalBytes, type JsonObject } from './jcs.ts';
import { sign } from './keys.ts';
import { ofMultibase, toMultibase } from './multibase.ts';
import { signed, type Signer } from './proof.ts';

/** The context of every document of an account, see docs/shared-store-protocol.md. */
export const CONTEXT = [
  'https://www.w3.org/ns/activitystreams',
  'https://w3id.org/security/v1',
  'https://www.w3.org/ns/did/v1',
  'https://w3id.org/security/data-integrity/v2',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/fep/ef61',
];

/** The audience that means everybody. */
export const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public';

/** The name of a document: the hash of its canonical bytes, `zQm…`. */
export async function hashOf(document: JsonObject): Promise<string> {
  return hashText(await sha256(canonicalBytes(document)));
}

/** The name of a closed map: its hash without its signature. */
export async function nameOf(map: JsonObject): Promise<string> {
  const { signature: _, ...unsigned } = map;
  return hashOf(unsigned);
}

/** A closed map with the key's signature in it. */
export async function signedMap(map: JsonObject, signer: Signer): Promise<JsonObject> {
  return { ...map, signature: toMultibase(await sign(signer, canonicalBytes(map))) };
}

/** Whether a closed map carries this identity's valid signature. */
export async function isSignedBy(map: JsonObject, did: string): Promise<boolean> {
  const { signature, ...unsigned } = map;
  const key = publicKeyOf(did);
  const bytes = typeof signature === 'string' ? ofMultibase(signature) : undefined;
  if (!key || bytes?.length !== 64) {
    return false;
  }
  const verifier = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', verifier, bytes, canonicalBytes(unsigned));
}

/** A public document that is named after the closed map in it: entries of the key log, checkpoints, acts of networks. */
export async function contentDocument(
  kind: { type: string; member: string; path: string },
  map: JsonObject,
  owner: Signer,
  created: Date,
  options: { private?: boolean } = {},
): Promise<JsonObject> {
  const document: JsonObject = {
    '@context': CONTEXT,
    id: `ap://${owner.did}${kind.path}${await nameOf(map)}`,
    type: kind.type,
    attributedTo: owner.did,
    ...(options.private ? {} : { to: [PUBLIC] }),
    [kind.member]: map,
  };
  return signed(document, owner, created);
}

/** Kinds of documents named after their content. */
export const KEY_LOG_ENTRY = { type: 'KeyLogEntry', member: 'entry', path: '/keylog/' };
export const CHECKPOINT = { type: 'Checkpoint', member: 'checkpoint', path: '/checkpoints/' };
export const NETWORK_ACT = { type: 'NetworkAct', member: 'act', path: '/acts/' };

/** Canonical documents, one a line: the body of a batch. */
export function lines(documents: JsonObject[]): Bytes {
  const all = documents.map(canonicalBytes);
  const bytes = new Uint8Array(all.reduce((sum, one) => sum + one.length + 1, 0));
  let at = 0;
  for (const one of all) {
    bytes.set(one, at);
    at += one.length + 1;
    bytes[at - 1] = 0x0a;
  }
  return bytes;
}

/** A secret as gateways keep it: its SHA-256 in base64. */
export async function secretHash(secret: Bytes): Promise<string> {
  return toBase64(await sha256(secret));
}

/** A time as documents have it: UTC, whole seconds. */
export function seconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
