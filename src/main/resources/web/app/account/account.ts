import { api, Problem } from '../shell/api.ts';
import { begin, type Session } from '../shell/session.ts';
import { canonicalBytes, type JsonObject } from '../identity/jcs.ts';
import { secretHash } from '../identity/documents.ts';
import { fetchSecret, proofSecret, type PassphraseKey } from '../identity/passphrase.ts';
import { forget, ownerOf, type Owner } from './owners.ts';
import { sendWaiting, signedRequest } from './publish.ts';

/** What a server says of itself, as far as the browser needs it. */
export type Server = { instance: string; origin: string; sharedInbox: string; register: string; registrations: 'open' | 'invite' | 'closed' };

/** This server. */
export function server(): Promise<Server> {
  return api.get<Server>('/.well-known/apgateway');
}

/**
 * Opens a session: one request that this browser's device key signs. No passphrase goes with it, and nothing that the server chose is
 * signed.
 */
export async function openSession(owner: Owner): Promise<Session> {
  const body = canonicalBytes({});
  const opened = await signedRequest<Session>(owner.device, 'POST', `/session?account=${encodeURIComponent(owner.did)}`, {
    body,
    type: 'application/json',
  });
  begin(opened);
  return opened;
}

/** A key bag on its way to this server, with what the server keeps of the passphrase. */
export async function bagUpload(bag: JsonObject, passphrase: PassphraseKey, instance: string): Promise<JsonObject> {
  return {
    bag,
    fetch: await secretHash(await fetchSecret(passphrase, instance)),
    proof: await secretHash(await proofSecret(passphrase, instance)),
  };
}

/** Puts a bag to this server. */
export async function putBag(owner: Owner, upload: JsonObject, proof: string): Promise<void> {
  await signedRequest(owner.device, 'POST', `/client/v1/${owner.did}/keybag`, {
    body: canonicalBytes(upload),
    type: 'application/json',
    headers: { 'Godwit-Passphrase': proof },
  });
}

/** Does what an earlier page of this browser could not: a sign-up that was interrupted, and what waits to be published. */
export async function catchUp(did: string): Promise<void> {
  const owner = await ownerOf(did);
  if (owner?.registration || owner?.bag) {
    const { finishSignUp } = await import('./registration.ts');
    await finishSignUp(did, await server(), '');
  }
  if (owner?.waiting) {
    await sendWaiting(did);
  }
}

/** Signs in with the keys that this browser has; nothing when they may speak no more, and are gone then. */
export async function resume(did: string): Promise<Session | undefined> {
  const owner = await ownerOf(did);
  if (!owner) {
    return undefined;
  }
  try {
    if (owner.registration) {
      await catchUp(did);
    }
    return await openSession(owner);
  } catch (failure) {
    const { status, type } = Problem.of(failure);
    if (status === 403 && (type === 'device-needed' || type === 'not-the-owner' || type === 'succeeded')) {
      await forget(did);
      return undefined;
    }
    throw failure;
  }
}
