import { Problem } from '../shell/api.ts';
import { actorUpdate, firstActor, homeKeyMembers, Ids, nextActor, rsaMultikey } from '../identity/actor.ts';
import { sealBag, type BagContent } from '../identity/bag.ts';
import { batchOf } from '../identity/batch.ts';
import { utf8, type Bytes } from '../identity/bytes.ts';
import { deviceAddition, genesis } from '../identity/keylog.ts';
import { closed, newKey, type OpenKey } from '../identity/keys.ts';
import { ofMultibase } from '../identity/multibase.ts';
import { passphraseProof, stretched } from '../identity/passphrase.ts';
import { signed } from '../identity/proof.ts';
import { open } from '../identity/sealed.ts';
import { bagUpload, finishSignUp, openSession, type Server } from './account.ts';
import { keep, type Owner } from './owners.ts';
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
 * keeps the key bag here, checks the key that the server made for the account and lists it in a second version, puts the bag, and opens
 * a session. What was begun goes on when it is called again with the same keys.
 */
export async function register(keys: NewKeys, name: string, passphrase: string, server: Server, invite: string): Promise<Owner> {
  const now = new Date();
  const ids = new Ids(keys.authority.did, server.origin, name);
  const [authority, device, secret] = await Promise.all([closed(keys.authority), closed(keys.device), stretched(passphrase, keys.authority.did)]);
  const beginning = await genesis(authority, keys.recovery.publicKey, now);
  const actor = await signed(firstActor(ids, server, now), authority, now);
  const documents = [actor, beginning.document, await deviceAddition(authority, beginning.name, device.did, now)];
  const batch = await batchOf(authority, device, {}, {}, documents, now);
  const proof = await passphraseProof(secret, server.instance);
  const content: BagContent = { keys: { authority: keys.authority.seed }, secrets: { genesis: ofMultihash(beginning.name) } };
  const bagOf = async (version: number) => ({ upload: await bagUpload(await sealBag(content, authority, version, secret), secret, server.instance), proof });
  const owner: Owner = {
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
    bag: await bagOf(now.getTime()),
  };
  await keep(owner);
  const answer = await signedRequest<Registered>(authority, 'POST', new URL(server.register).pathname, {
    body: batch.bytes,
    type: 'application/x-ndjson',
    headers: invite ? { 'X-Invite-Code': invite } : {},
  });
  const homeKey = answer.assertionMethod[0];
  if (!homeKey?.id.startsWith(`${ids.actor}#`)) {
    throw new Problem(502, 'home-key', '', '');
  }
  const copy = answer.sealedPrivateKey ? await copyOf(answer.sealedPrivateKey, keys.authority, homeKey.publicKeyMultibase) : undefined;
  if (copy) {
    const fragment = homeKey.id.slice(homeKey.id.indexOf('#') + 1);
    content.secrets[fragment] = copy;
    content.secrets[`${fragment}.id`] = utf8(homeKey.id);
    owner.bag = await bagOf(now.getTime() + 1);
    await keep(owner);
  }
  await finishSignUp(owner);
  await publish(
    owner.did,
    async mine => {
      const next = await nextActor(actor, homeKeyMembers(ids, homeKey.id, homeKey.publicKeyMultibase), authority, new Date());
      return [await actorUpdate(ids, next, newName(mine), authority, new Date())];
    },
    { headers: { 'Godwit-Passphrase': proof } },
  );
  await openSession(owner);
  return owner;
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

