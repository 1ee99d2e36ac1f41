import { api } from '../shell/api.ts';
import { begin, type Session } from '../shell/session.ts';
import { canonicalBytes } from '../identity/jcs.ts';
import { newKey } from '../identity/keys.ts';
import { open } from '../identity/sealed.ts';
import { approvalCode, ELSEWHERE, sealedTo, type Code } from './approval.ts';

/** A browser that waits to be signed in here with an account of another server: `home` is where one approves it. */
export type GuestAsking = Code & { handle: string; home: string };

const EVERY = 4_000;

/**
 * Asks the account's own server to be let in. No passphrase is asked for, and no key of the account comes here: only a request that a
 * device of the account has signed for this server, sealed to this browser.
 */
export async function askAsGuest(handle: string): Promise<GuestAsking> {
  const device = await newKey();
  const { account } = await api.post<Pick<Session, 'account'>>('/session/guest', { handle, device: device.did });
  return { did: account.did, device, code: await approvalCode(account.did, device.did, location.origin), handle: account.handle, home: account.home as string };
}

/** Waits until it is let in, and signs in; nothing when it was refused or waited too long. */
export async function signedInAsGuest(asking: GuestAsking, signal: AbortSignal): Promise<Session | undefined> {
  const sealed = await sealedTo(asking.device.did, '/session/guest', EVERY, signal);
  const plain = sealed && (await open(sealed, asking.device, ELSEWHERE));
  if (!plain) {
    return undefined;
  }
  const headers = JSON.parse(new TextDecoder().decode(plain)) as Record<string, string>;
  const opened = await api.send('POST', `/session?account=${asking.did}`, {
    body: canonicalBytes({}),
    headers: { ...headers, 'Content-Type': 'application/json' },
  });
  const session = (await opened.json()) as Session;
  begin(session);
  return session;
}
