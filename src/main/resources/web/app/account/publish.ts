import { api, Problem, read } from '../shell/api.ts';
import { language } from '../shell/words.ts';
import { batchOf, type ChainClass, type Link } from '../identity/batch.ts';
import type { Bytes } from '../identity/bytes.ts';
import { isSignedBy, nameOf } from '../identity/documents.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { Ids, timeId } from '../identity/actor.ts';
import { requestSignature } from '../identity/request.ts';
import { signerOf, type Signer } from '../identity/proof.ts';
import { alone, keep, ownerOf, type Owner } from './owners.ts';

/** Answers that say: not this batch, not ever. After all others it waits, and goes out with the next. */
const FINAL = new Set([400, 403, 404, 409, 410, 413, 415, 422]);

/** The ids of an owner's documents. */
export function idsOf(owner: Owner): Ids {
  return new Ids(owner.did, owner.gateways[0]?.origin ?? location.origin, owner.name);
}

/** A request to this server that a key signs, with an answer in JSON. */
export async function signedRequest<T>(
  signer: Signer,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  options: { body?: Bytes; type?: string; headers?: Record<string, string> } = {},
): Promise<T> {
  const body = options.body ?? new Uint8Array(0);
  const headers = {
    ...(await requestSignature(signer, method, new URL(path, location.origin).href, body, new Date())),
    'Accept-Language': language.value,
    ...(options.type ? { 'Content-Type': options.type } : {}),
    ...options.headers,
  };
  const answer = await api.send(method, path, { headers, ...(body.length ? { body } : {}) });
  return read(path, await answer.text());
}

/** A name that no document of this device has had. It is kept with the batch that uses it. */
export function newName(owner: Owner): string {
  const { name, micros } = timeId(owner.lastMicros, new Date(), owner.devicePublicKey);
  owner.lastMicros = micros;
  return name;
}

/**
 * Publishes documents together, all or none: what `make` signs for the owner as it is then. What an earlier page could not send
 * goes first.
 *
 * @param options how the request is signed, and more fields of it
 */
export async function publish(
  did: string,
  make: (owner: Owner) => Promise<JsonObject[]>,
  options: Sending = {},
): Promise<void> {
  await alone(did, async () => {
    const owner = await known(did);
    if (owner.waiting) {
      await settle(owner);
    }
    const documents = await make(owner);
    const batch = await batchOf(owner.authority, owner.device, owner.chains, owner.others, documents, new Date());
    owner.waiting = { ...batch, unsure: false };
    await keep(owner);
    await send(owner, options);
  });
}

/** `asAccount`: by the account's own key, which alone may add a device. `headers`: for example a proof of the passphrase. */
export type Sending = { asAccount?: boolean; headers?: Record<string, string> };

/** Sends what an earlier page could not. */
export async function sendWaiting(did: string): Promise<void> {
  await alone(did, async () => {
    const owner = await known(did);
    if (owner.waiting) {
      await settle(owner);
    }
  });
}

/** Sends what waits. A refusal ends it; what could not be sent still waits. */
async function settle(owner: Owner): Promise<void> {
  try {
    await send(owner, {});
  } catch (failure) {
    if (owner.waiting) {
      throw failure;
    }
  }
}

async function send(owner: Owner, options: Sending): Promise<void> {
  const waiting = owner.waiting as NonNullable<Owner['waiting']>;
  try {
    const answer = await signedRequest<Taken>(options.asAccount ? owner.authority : owner.device, 'POST', `/.well-known/apgateway/${owner.did}/actor/outbox`, {
      body: waiting.bytes,
      type: 'application/x-ndjson',
      headers: options.headers ?? {},
    });
    taken(owner);
    await learn(owner, answer.chains ?? []);
  } catch (failure) {
    const problem = Problem.of(failure);
    if (!FINAL.has(problem.status)) {
      waiting.unsure ||= problem.offline || problem.status >= 500;
      await keep(owner);
      throw problem;
    }
    if (waiting.unsure && (await arrived(owner))) {
      taken(owner);
    } else {
      owner.waiting = undefined;
      await keep(owner);
      throw problem;
    }
  }
  await keep(owner);
}

type Told = Link & { class: ChainClass };
type Taken = { chains?: Told[] };

/** The chains move on. */
function taken(owner: Owner): void {
  Object.assign(owner.chains, owner.waiting?.after);
  owner.waiting = undefined;
}

/** Most links of other devices that one answer makes this one fetch. */
const FETCHED_MOST = 16;

/**
 * The newest links of the account's other devices: this one names them in its own next link, so that a server that hides a device is
 * found out. Each is fetched and checked first; what cannot be is left for next time.
 */
async function learn(owner: Owner, told: Told[]): Promise<void> {
  const news = told.filter(link => link.device !== owner.device.did && !owner.others[link.class]?.some(one => one.device === link.device && one.seq >= link.seq));
  for (const link of news.slice(0, FETCHED_MOST)) {
    if (await isTrue(owner, link).catch(() => false)) {
      const { class: chain, device, seq, hash } = link;
      owner.others[chain] = [...(owner.others[chain] ?? []).filter(one => one.device !== device), { device, seq, hash }];
    }
  }
}

async function isTrue(owner: Owner, link: Told): Promise<boolean> {
  const document = await fetched(owner, `/checkpoints/${link.hash}`);
  const map = document['checkpoint'] as JsonObject;
  return (
    map['account'] === owner.did &&
    map['device'] === link.device &&
    map['class'] === link.class &&
    map['seq'] === link.seq &&
    (await nameOf(map)) === link.hash &&
    (await isSignedBy(map, link.device)) &&
    (await signerOf(document)) === owner.did
  );
}

function fetched(owner: Owner, path: string): Promise<JsonObject> {
  return signedRequest(owner.device, 'GET', `/.well-known/apgateway/${owner.did}${path}`, { headers: { Accept: 'application/activity+json' } });
}

/** Whether an earlier attempt, whose answer was lost, had been taken after all. */
async function arrived(owner: Owner): Promise<boolean> {
  for (const id of owner.waiting?.checkpoints ?? []) {
    try {
      await fetched(owner, id.slice(`ap://${owner.did}`.length));
      return true;
    } catch (failure) {
      if (Problem.of(failure).status !== 404) {
        throw failure;
      }
    }
  }
  return false;
}

async function known(did: string): Promise<Owner> {
  const owner = await ownerOf(did);
  if (!owner) {
    throw new Problem(403, 'no-keys', '', '');
  }
  return owner;
}
