import { api, Problem } from '../shell/api.ts';
import { gatewaysOf } from '../identity/actor.ts';
import { openBag, questionForBag, type BagContent } from '../identity/bag.ts';
import type { Bytes } from '../identity/bytes.ts';
import { hashText } from '../identity/bytes.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { deviceAddition } from '../identity/keylog.ts';
import { closed, newKey, opened, type OpenKey } from '../identity/keys.ts';
import { passphraseProof, stretched, type PassphraseKey } from '../identity/passphrase.ts';
import { signerOf } from '../identity/proof.ts';
import { openSession, server } from './account.ts';
import { keep, type Owner } from './owners.ts';
import { publish } from './publish.ts';

/** Somebody's account at this server, before it is known whether it is this person's. */
export type Found = { did: string; actor: JsonObject; instance: string };

/** Why nobody was signed in; each has its words, `signin.KIND`. */
export class SignInProblem extends Error {
  readonly kind: 'unknown' | 'elsewhere' | 'wrong' | 'forged' | 'toomany';
  readonly seconds: number;

  constructor(kind: SignInProblem['kind'], seconds = 0) {
    super(kind);
    this.kind = kind;
    this.seconds = seconds;
  }
}

/** Finds the account of a name here, or of `name@host`. */
export async function find(typed: string): Promise<Found> {
  const whom = typed.trim().replace(/^@/, '');
  const handle = whom.includes('@') ? whom : `${whom}@${location.host}`;
  const did = whom.startsWith('did:key:') ? whom : await whose(handle);
  const [actor, here] = await Promise.all([actorAt(did), server()]);
  if (!actor && did === whom) {
    throw new SignInProblem('elsewhere');
  }
  if (!actor || (await signerOf(actor)) !== did || !('inbox' in actor)) {
    throw new SignInProblem('unknown');
  }
  const pinned = gatewaysOf(actor).find(gateway => gateway.origin === here.origin);
  if (!pinned) {
    throw new SignInProblem('elsewhere');
  }
  if (pinned.instance !== here.instance) {
    throw new SignInProblem('forged');
  }
  return { did, actor, instance: pinned.instance };
}

async function whose(handle: string): Promise<string> {
  try {
    const { did } = await api.get<{ did: string }>(`/client/v1/account?handle=${encodeURIComponent(handle)}`);
    return did;
  } catch (failure) {
    const problem = Problem.of(failure);
    if (problem.status === 404 || problem.status === 400) {
      throw new SignInProblem(handle.endsWith(`@${location.host}`) ? 'unknown' : 'elsewhere');
    }
    throw problem;
  }
}

async function actorAt(did: string): Promise<JsonObject | undefined> {
  try {
    return await api.get<JsonObject>(`/.well-known/apgateway/${did}/actor`, { headers: { Accept: 'application/activity+json' } });
  } catch (failure) {
    if (Problem.of(failure).status === 404) {
      return undefined;
    }
    throw failure;
  }
}

/** An account's bag as this server keeps it, opened with the passphrase. */
export type OpenedBag = { content: BagContent; version: number; secret: PassphraseKey };

/** Fetches the key bag and opens it. The passphrase never leaves this browser. */
export async function openedBag(account: { did: string; instance: string }, passphrase: string): Promise<OpenedBag> {
  const secret = await stretched(passphrase, account.did);
  const { question, bagIn } = await questionForBag(secret, account.instance);
  const bag = await bagIn(await ask(question));
  if (!bag) {
    throw new SignInProblem('forged');
  }
  const content = await openBag(bag, secret);
  if (!content || !(await authorityIn(content, account.did))) {
    throw new SignInProblem('wrong');
  }
  return { content, version: Number(bag['version']), secret };
}

/** Signs in with the passphrase: lets this browser speak for the account as a device of its own, and opens a session. */
export async function signIn(found: Found, passphrase: string): Promise<Owner> {
  const { content, secret } = await openedBag(found, passphrase);
  const owner = await enter(found, content, await newKey());
  if (!owner) {
    throw new SignInProblem('wrong');
  }
  await publish(owner.did, async mine => [await deviceAddition(mine.authority, mine.genesis, mine.device.did, new Date())], {
    asAccount: true,
    headers: { 'Godwit-Passphrase': await passphraseProof(secret, found.instance) },
  });
  await openSession(owner);
  return owner;
}

/** Keeps an account's keys in this browser, which speaks with this device key; nothing when they are not that account's. */
export async function enter(found: Found, content: BagContent, device: OpenKey): Promise<Owner | undefined> {
  const authority = await authorityIn(content, found.did);
  if (!authority) {
    return undefined;
  }
  const owner: Owner = {
    did: found.did,
    name: String(found.actor['preferredUsername']),
    gateways: gatewaysOf(found.actor),
    authority: await closed(authority),
    device: await closed(device),
    devicePublicKey: device.publicKey.slice(0, 2),
    genesis: hashText(content.secrets['genesis'] as Bytes),
    chains: {},
    others: {},
    lastMicros: 0,
  };
  await keep(owner);
  return owner;
}

async function ask(question: Bytes): Promise<Bytes> {
  try {
    const answer = await api.send('POST', '/client/v1/keybag', { body: question, headers: { 'Content-Type': 'application/octet-stream', Accept: '*/*' } });
    return new Uint8Array(await answer.arrayBuffer());
  } catch (failure) {
    const { status, retryAfter } = Problem.of(failure);
    if (status === 403) {
      throw new SignInProblem('wrong');
    }
    if (status === 421) {
      throw new SignInProblem('forged');
    }
    if (status === 429) {
      throw new SignInProblem('toomany', retryAfter ?? 60);
    }
    throw failure;
  }
}

async function authorityIn(content: BagContent, did: string): Promise<OpenKey | undefined> {
  const seed = content.keys['authority'];
  const key = seed?.length === 32 ? await opened(seed) : undefined;
  return key?.did === did && content.secrets['genesis']?.length === 32 ? key : undefined;
}
