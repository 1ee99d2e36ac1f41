import { Problem } from '../shell/api.ts';
import { session } from '../shell/session.ts';
import { t } from '../shell/words.ts';
import type { ChainClass, ChainHead, Link } from '../identity/batch.ts';
import type { JsonObject } from '../identity/jcs.ts';
import type { Signer } from '../identity/proof.ts';

/**
 * An account as this browser keeps it. The keys sign, and nobody gets their seeds any more. What is on its way is written down
 * before it leaves, so that no number of a chain is ever used twice.
 */
export type Owner = {
  did: string;
  name: string;
  /** Origins of its servers, home first, with the keys that its profile pins them to. */
  gateways: { origin: string; instance: string }[];
  authority: Signer;
  device: Signer;
  /** The first bytes of the device's public key, for names of documents. */
  devicePublicKey: Uint8Array;
  /** The name of the key log's first entry. */
  genesis: string;
  chains: Partial<Record<ChainClass, ChainHead>>;
  others: Partial<Record<ChainClass, Link[]>>;
  lastMicros: number;
  waiting?: Waiting | undefined;
  /** The first batch of a sign-up that is not through yet, and the actor in it: sent again with the same bytes. */
  registration?: { bytes: Uint8Array<ArrayBuffer>; actor: JsonObject } | undefined;
  /** The key bag of a sign-up, until this server has it; encrypted, and with the proof that goes with it. */
  bag?: { upload: JsonObject; proof: string } | undefined;
};

/** A batch that no server has confirmed yet. */
export type Waiting = { bytes: Uint8Array<ArrayBuffer>; after: Partial<Record<ChainClass, ChainHead>>; checkpoints: string[]; unsure: boolean };

const STORE = 'owners';

/** The account of this DID, if this browser has it. */
export async function ownerOf(did: string): Promise<Owner | undefined> {
  return asked('readonly', store => store.get(did) as IDBRequest<Owner | undefined>);
}

/** The account that is signed in, with its keys in this browser. */
export async function presentOwner(): Promise<Owner> {
  const account = session.value?.account;
  if (!account) {
    throw new Problem(401, 'session', '', '');
  }
  const owner = await ownerOf(account.did);
  if (!owner) {
    throw account.home ? new Problem(403, 'guest', '', noKeys('')) : new Problem(401, 'no-keys', '', t('devices.nokeys'));
  }
  return owner;
}

/** Why this browser cannot act for whoever is signed in: a guest's account lives elsewhere; for others the words of `key`. */
export function noKeys(key: string): string {
  const home = session.value?.account.home;
  return home ? t('guest.nokeys', { host: new URL(home).host }) : t(key);
}

/** All accounts in this browser. */
export async function owners(): Promise<Owner[]> {
  return asked('readonly', store => store.getAll() as IDBRequest<Owner[]>);
}

/** Keeps an account as it is now. */
export async function keep(owner: Owner): Promise<void> {
  await asked('readwrite', store => store.put(owner));
}

/** Forgets an account; its keys are gone from this browser. */
export async function forget(did: string): Promise<void> {
  await asked('readwrite', store => store.delete(did));
}

/** Changes an account as it is kept by now. */
export async function change(did: string, how: (owner: Owner) => void): Promise<void> {
  await alone(did, async () => {
    const owner = await ownerOf(did);
    if (owner) {
      how(owner);
      await keep(owner);
    }
  });
}

/** Runs `work` while no other page of this browser does something with the account. */
export function alone<T>(did: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(`owner ${did}`, work) as Promise<T>;
}

async function asked<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((done, failed) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error ?? new Error('the browser did not keep it'));
    });
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open('godwit', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'did' });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
