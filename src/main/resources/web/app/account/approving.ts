import { canonicalBytes } from '../identity/jcs.ts';
import { toBase64, type Bytes } from '../identity/bytes.ts';
import { deviceAddition } from '../identity/keylog.ts';
import { passphraseProof } from '../identity/passphrase.ts';
import { contentBytes } from '../identity/bag.ts';
import { requestSignature } from '../identity/request.ts';
import { seal } from '../identity/sealed.ts';
import { approvalCode, ELSEWHERE, LET_IN } from './approval.ts';
import { devicesOf } from './devices.ts';
import type { Owner } from './owners.ts';
import { publish, signedRequest } from './publish.ts';
import { openedBag } from './signin.ts';

/** A browser that waits to be let in. `elsewhere`: the other server that it wants to be signed in at; otherwise it is to be a device. */
export type Waiting = { device: string; agent: string; since: string; elsewhere?: string };

/** The browser that shows this code and waits for this account at this server; nothing when there is none. */
export async function waitingWith(owner: Owner, typed: string): Promise<Waiting | undefined> {
  const { waiting } = await signedRequest<{ waiting: Waiting[] }>(owner.device, 'GET', path(owner));
  for (const one of waiting) {
    if (letters(await approvalCode(owner.did, one.device, one.elsewhere)) === letters(typed)) {
      return one;
    }
  }
  return undefined;
}

/** Makes a browser a device of the account. The passphrase opens the account's key, which this browser uses but cannot read out. */
export async function letIn(owner: Owner, one: Waiting, passphrase: string, instance: string): Promise<void> {
  const { content, secret } = await openedBag({ did: owner.did, instance }, passphrase);
  const listed = (await devicesOf(owner)).some(device => device.did === one.device && !device.revoked);
  if (!listed) {
    await publish(owner.did, async mine => [await deviceAddition(mine.authority, mine.genesis, one.device, new Date())], {
      headers: { 'Godwit-Passphrase': await passphraseProof(secret, instance) },
    });
  }
  const { authority } = content.keys;
  const { genesis } = content.secrets;
  await answer(owner, one, contentBytes({ keys: { authority: authority as Bytes }, secrets: { genesis: genesis as Bytes } }), LET_IN);
}

/** Signs a browser in at another server: it gets one request, signed here for that server alone, and no key. */
export async function signInElsewhere(owner: Owner, one: Waiting): Promise<void> {
  const fields = await requestSignature(owner.device, 'POST', `${one.elsewhere}/session?account=${owner.did}`, canonicalBytes({}), new Date());
  await answer(owner, one, canonicalBytes(fields), ELSEWHERE);
}

/** Sends a browser away. */
export async function refuse(owner: Owner, one: Waiting): Promise<void> {
  await signedRequest(owner.device, 'DELETE', `${path(owner)}?device=${encodeURIComponent(one.device)}`);
}

async function answer(owner: Owner, one: Waiting, plain: Bytes, purpose: string): Promise<void> {
  const body = canonicalBytes({ device: one.device, sealed: toBase64(await seal(plain, one.device, purpose)) });
  await signedRequest(owner.device, 'POST', path(owner), { body, type: 'application/json' });
}

function path(owner: Owner): string {
  return `/client/v1/${owner.did}/approvals`;
}

function letters(code: string): string {
  return code.toLowerCase().replace(/[^2-7a-z]/g, '');
}
