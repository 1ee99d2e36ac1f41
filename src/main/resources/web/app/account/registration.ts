import { Problem } from '../shell/api.ts';
import { actorUpdate, firstActor, homeKeyMembers, Ids, nextActor, rsaMultikey } from '../identity/actor.ts';
import { sealBag, type BagContent } from '../identity/bag.ts';
import { batchOf } from '../identity/batch.ts';
import { utf8, type Bytes } from '../identity/bytes.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { deviceAddition, genesis } from '../identity/keylog.ts';
import { closed, newKey, type OpenKey } from '../identity/keys.ts';
import { ofMultibase } from '../identity/multibase.ts';
import { passphraseProof, stretched } from '../identity/passphrase.ts';
import { signed } from '../identity/proof.ts';
import { open } from '../identity/sealed.ts';
import { bagUpload, openSession, putBag, type Server } from './account.ts';
import { change, forget, keep, ownerOf, type Owner } from './owners.ts';
import { newName, publish, signedRequest } from './publish.ts';

const RSA_PURPOSE = 'godwit account rsa key';
const SEALED_MOST = 8_000;

/** The keys of an account that does not exist yet. The recovery key goes on paper and is kept nowhere else. */
export type NewKeys = { authority: OpenKey; device: OpenKey; recovery: OpenKey };

/** Makes the keys. */
export async function newKeys(): Promise<NewKeys> {
  const [authority, device, recovery] = await Promise.all([newKey(), newKey(), newKey()]);
  return { authority, device, recovery };
}

type Registered = { assertionMethod: { id: string; publicKeyMultibase: string }[]; sealedPrivateKey?: string };

/**
 * Makes the account at this server, as the command line does: registers the first actor document with the beginning of the key log,
 * checks the key that the server made for the account and lists it in a second version, puts the key bag, and opens a session. All that
 * is sent is kept here first: called again with the same keys, or by `finishSignUp` from another page, it goes on where it was.
 */
export async function register(keys: NewKeys, name: string, passphrase: string, server: Server, invite: string): Promise<Owner> {
  const secret = await stretched(passphrase, keys.authority.did);
  const proof = await passphraseProof(secret, server.instance);
  const known = await ownerOf(keys.authority.did);
  const owner = known?.name === name ? known : await begun(keys, name, server);
  const content: BagContent = { keys: { authority: keys.authority.seed }, secrets: { genesis: ofMultihash(owner.genesis) } };
  const bagOf = async (version: number) => ({ upload: await bagUpload(await sealBag(content, owner.authority, version, secret), secret, server.instance), proof });
  const version = Math.max(Date.now(), Number((owner.bag?.upload['bag'] as JsonObject | undefined)?.['version'] ?? 0) + 1);
  owner.bag = await bagOf(version);
  await keep(owner);
  await finishSignUp(owner.did, server, invite, async (homeKey, sealed) => {
    const fragment = homeKey.id.slice(homeKey.id.indexOf('#') + 1);
    content.secrets[fragment] = await copyOf(sealed, keys.authority, homeKey.publicKeyMultibase);
    content.secrets[`${fragment}.id`] = utf8(homeKey.id);
    return bagOf(version + 1);
  });
  await openSession(owner);
  return owner;
}

/** An account whose first batch is ready to be sent. */
async function begun(keys: NewKeys, name: string, server: Server): Promise<Owner> {
  const now = new Date();
  const ids = new Ids(keys.authority.did, server.origin, name);
  const [authority, device] = await Promise.all([closed(keys.authority), closed(keys.device)]);
  const beginning = await genesis(authority, keys.recovery.publicKey, now);
  const actor = await signed(firstActor(ids, server, now), authority, now);
  const documents = [actor, beginning.document, await deviceAddition(authority, beginning.name, device.did, now)];
  const batch = await batchOf(authority, device, {}, {}, documents, now);
  return {
    did: authority.did,
    name,
    gateways: [{ origin: server.origin, instance: server.instance }],
    authority,
    device,
    devicePublicKey: keys.device.publicKey.slice(0, 2),
    genesis: beginning.name,
    chains: batch.after,
    others: {},
    lastMicros: 0,
    registration: { bytes: batch.bytes, actor },
  };
}

/**
 * Goes on with a sign-up until it is through.
 *
 * @param withCopy a bag that holds the owner's copy of the home's key too; only the page that made the keys can open that copy
 */
export async function finishSignUp(
  did: string,
  server: Server,
  invite: string,
  withCopy?: (homeKey: Registered['assertionMethod'][number], sealed: string) => Promise<NonNullable<Owner['bag']>>,
): Promise<void> {
  const owner = (await ownerOf(did)) as Owner;
  const { registration } = owner;
  const ids = new Ids(did, server.origin, owner.name);
  const answer = registration && (await sent(owner, registration.bytes, server, invite));
  const homeKey = answer?.assertionMethod[0];
  if (answer && !homeKey?.id.startsWith(`${ids.actor}#`)) {
    throw new Problem(502, 'home-key', '', '');
  }
  if (homeKey && answer.sealedPrivateKey && withCopy) {
    const bag = await withCopy(homeKey, answer.sealedPrivateKey);
    owner.bag = bag;
    await change(did, one => (one.bag = bag));
  }
  const bag = owner.bag;
  if (bag) {
    await unlessThere(putBag(owner, bag.upload, bag.proof));
  }
  if (registration && homeKey) {
    const listing = async (mine: Owner) => {
      const next = await nextActor(registration.actor, homeKeyMembers(ids, homeKey.id, homeKey.publicKeyMultibase), mine.authority, new Date());
      return [await actorUpdate(ids, next, newName(mine), mine.authority, new Date())];
    };
    await unlessThere(publish(did, listing, bag ? { headers: { 'Godwit-Passphrase': bag.proof } } : {}));
  }
  await change(did, one => {
    one.bag = undefined;
    one.registration = undefined;
  });
}

/** An earlier attempt, whose answer was lost, did it already. */
async function unlessThere(sending: Promise<void>): Promise<void> {
  await sending.catch((failure: unknown) => {
    if (Problem.of(failure).status !== 409) {
      throw failure;
    }
  });
}

/** Sends the first batch. What the server refuses for good is forgotten: there is no such account. */
async function sent(owner: Owner, bytes: Bytes, server: Server, invite: string): Promise<Registered> {
  try {
    return await signedRequest<Registered>(owner.authority, 'POST', new URL(server.register).pathname, {
      body: bytes,
      type: 'application/x-ndjson',
      headers: invite ? { 'X-Invite-Code': invite } : {},
    });
  } catch (failure) {
    const { status } = Problem.of(failure);
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      await forget(owner.did);
    }
    throw failure;
  }
}

/** The owner's copy of the key that the server signs with; one that does not fit is a lie, and ends the registration. */
async function copyOf(sealed: string, authority: OpenKey, listed: string): Promise<Bytes> {
  const box = ofMultibase(sealed, SEALED_MOST);
  const pkcs8 = box && (await open(box, authority, RSA_PURPOSE));
  if (!pkcs8 || (await rsaMultikey(pkcs8)) !== listed) {
    throw new Problem(502, 'home-key', '', '');
  }
  return pkcs8;
}

/** The 32 bytes of a hash that is written as a multihash. */
function ofMultihash(text: string): Bytes {
  return (ofMultibase(text) as Bytes).slice(2);
}

