import { concat, ofBase64, toBase64, type Bytes } from './bytes.ts';
import { CONTEXT, hashOf, PUBLIC, seconds } from './documents.ts';
import type { JsonObject } from './jcs.ts';
import { ofMultibase, toMultibase } from './multibase.ts';
import { signed, type Signer } from './proof.ts';

/** The ids of an account's documents as they are written: at its home. */
export class Ids {
  readonly did: string;
  readonly home: string;
  readonly name: string;

  /** @param home the origin of the first gateway */
  constructor(did: string, home: string, name: string) {
    this.did = did;
    this.home = home;
    this.name = name;
  }

  at(path: string): string {
    return `${this.home}/.well-known/apgateway/${this.did}${path}`;
  }

  get actor(): string {
    return this.at('/actor');
  }

  /** The name that people find the account by: `name@host`. */
  get handle(): string {
    return `${this.name}@${new URL(this.home).host}`;
  }
}

/** Where an account begins: what its home says of itself. */
export type Home = { origin: string; instance: string; sharedInbox: string };

/** The version of the actor that is registered, not signed yet; the same that the command line makes. */
export function firstActor(ids: Ids, home: Home, published: Date): JsonObject {
  return {
    '@context': CONTEXT,
    id: ids.actor,
    type: 'Person',
    preferredUsername: ids.name,
    name: ids.name,
    summary: '',
    url: `${ids.home}/@${ids.name}`,
    inbox: ids.at('/actor/inbox'),
    outbox: ids.at('/actor/outbox'),
    followers: ids.at('/actor/followers'),
    following: ids.at('/actor/following'),
    featured: ids.at('/actor/featured'),
    endpoints: { sharedInbox: home.sharedInbox },
    webfinger: ids.handle,
    gateways: [home.origin],
    gatewayKeys: [home.instance],
    assertionMethod: [ownKey(ids)],
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    published: seconds(published),
    sequence: 1,
  };
}

/** The next version of an actor, signed later than the one before; `changes` replace members. */
export async function nextActor(current: JsonObject, changes: JsonObject, authority: Signer, now: Date): Promise<JsonObject> {
  const { proof, ...unsigned } = current;
  const before = Date.parse(String((proof as JsonObject | undefined)?.['created']));
  const time = new Date(Math.max(now.getTime(), (before || 0) + 1000));
  const next: JsonObject = { ...unsigned, sequence: Number(current['sequence']) + 1, previous: await hashOf(current), ...changes };
  return signed(next, authority, time);
}

/** The members that list the home's key for HTTP signatures. */
export function homeKeyMembers(ids: Ids, keyId: string, multibase: string): JsonObject {
  return {
    publicKey: { id: keyId, type: 'CryptographicKey', owner: ids.actor, publicKeyPem: pem(rsaOf(multibase)) },
    assertionMethod: [{ id: keyId, type: 'Multikey', controller: ids.actor, publicKeyMultibase: multibase }, ownKey(ids)],
  };
}

/** A new version of the actor as what its followers and gateways get. */
export async function actorUpdate(ids: Ids, actor: JsonObject, name: string, authority: Signer, now: Date): Promise<JsonObject> {
  const activity: JsonObject = {
    '@context': CONTEXT,
    id: ids.at(`/activities/${name}`),
    type: 'Update',
    actor: ids.actor,
    object: actor,
    published: seconds(now),
    to: [PUBLIC],
    cc: [ids.at('/actor/followers')],
  };
  return signed(activity, authority, now);
}

/** The origins of an actor's gateways and the instance keys that they are pinned to; an empty text for a foreign one. */
export function gatewaysOf(actor: JsonObject): { origin: string; instance: string }[] {
  const origins = [actor['gateways'] ?? []].flat() as string[];
  const keys = [actor['gatewayKeys'] ?? []].flat() as string[];
  return origins.map((origin, i) => ({ origin, instance: keys[i] ?? '' }));
}

const NAMES = '234567abcdefghijklmnopqrstuvwxyz';

/**
 * A name for a new document: 13 characters that sort by time, out of microseconds since 1970 and ten bits of the device's key. Later
 * than `lastMicros`, so that no name comes twice.
 */
export function timeId(lastMicros: number, now: Date, devicePublicKey: Uint8Array): { name: string; micros: number } {
  const micros = Math.max(now.getTime() * 1000, lastMicros + 1);
  const device = (((devicePublicKey[0] as number) << 8) | (devicePublicKey[1] as number)) & 0x3ff;
  let bits = (BigInt(micros) << 10n) | BigInt(device);
  let name = '';
  for (let i = 0; i < 13; i++) {
    name = NAMES[Number(bits & 31n)] + name;
    bits >>= 5n;
  }
  return { name, micros };
}

function ownKey(ids: Ids): JsonObject {
  return { id: `${ids.actor}#ed25519-key`, type: 'Multikey', controller: ids.actor, publicKeyMultibase: ids.did.slice('did:key:'.length) };
}

/** The public half, PKCS#1, of an RSA key's PKCS#8, as a Multikey. */
export async function rsaMultikey(pkcs8: Bytes): Promise<string> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const pair = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const { n, e } = await crypto.subtle.exportKey('jwk', pair);
  const number = (text: string) => {
    const bytes = ofBase64((text + '==='.slice((text.length + 3) % 4)).replaceAll('-', '+').replaceAll('_', '/')) as Bytes;
    return der(0x02, (bytes[0] as number) & 0x80 ? concat(Uint8Array.of(0), bytes) : bytes);
  };
  return toMultibase(concat(Uint8Array.of(0x85, 0x24), der(0x30, concat(number(n as string), number(e as string)))));
}

/** The PKCS#1 bytes in an RSA Multikey. */
function rsaOf(multibase: string): Bytes {
  const bytes = ofMultibase(multibase);
  if (!bytes || bytes[0] !== 0x85 || bytes[1] !== 0x24) {
    throw new RangeError('not an RSA key');
  }
  return bytes.slice(2);
}

function pem(pkcs1: Bytes): string {
  const algorithm = Uint8Array.of(0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00);
  const text = toBase64(der(0x30, concat(algorithm, der(0x03, concat(Uint8Array.of(0), pkcs1)))));
  return `-----BEGIN PUBLIC KEY-----\n${(text.match(/.{1,64}/g) as string[]).join('\n')}\n-----END PUBLIC KEY-----\n`;
}

/** One DER value of at most 65,535 bytes. */
function der(tag: number, content: Bytes): Bytes {
  const length =
    content.length < 0x80 ? [content.length] : content.length < 0x100 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return concat(Uint8Array.of(tag, ...length), content);
}
