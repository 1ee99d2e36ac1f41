import { api, Problem } from '../shell/api.ts';
import { session } from '../shell/session.ts';
import { canonicalBytes, type JsonObject } from '../identity/jcs.ts';
import { ownerOf } from '../account/owners.ts';
import { signedRequest } from '../account/publish.ts';

/** A decision about the account, as its owner is told of it. */
export type Told = { decision: string; at: string; measure: string; target: string; stands: boolean; statement: string; language: string; takenBack?: string; appealable: boolean; appeal?: Said & { answered?: Said & { granted: boolean } } };
type Said = { at: string; text: string };

/** What hides, for everybody but the owner. */
export const HIDING: ReadonlySet<string> = new Set(['suspend', 'purge']);

/** Whether this server hides the whole account of whoever is signed in. */
export async function hidden(): Promise<boolean> {
  const { decisions } = await asked<{ decisions: Told[] }>('GET', 'decisions');
  return decisions.some(one => one.stands && HIDING.has(one.measure) && one.target.endsWith('/actor'));
}

/** Asks about the account, signed by this browser's device; a guest has none here, and asks by the session. */
export async function asked<T>(method: 'GET' | 'POST', what: 'decisions' | 'appeals', body?: JsonObject): Promise<T> {
  const account = session.value?.account;
  if (!account) {
    throw new Problem(401, 'session', '', '');
  }
  const path = `/moderation/v1/accounts/${account.did}/${what}`;
  const owner = account.home ? undefined : await ownerOf(account.did);
  if (owner) {
    return signedRequest(owner.device, method, path, body ? { body: canonicalBytes(body), type: 'application/json' } : {});
  }
  return method === 'GET' ? api.get(path) : api.post(path, body);
}
