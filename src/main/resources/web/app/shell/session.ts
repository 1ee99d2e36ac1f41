import { api, Problem } from './api.ts';
import { Store } from './store.ts';

/** Who is signed in to this server in this browser, as `GET /session` tells it. */
export type Session = {
  /** `name` is what people read; `handle` is `@name@host`. */
  account: { did: string; name: string; handle: string; actor: string };
  /** The name of the role at this server; nothing for people without one. */
  role?: string | null;
  permissions: string[];
  /** When the session ends by itself. */
  expires: string;
  /** No backup of the account was proven to work lately. */
  backupDue?: boolean;
};

/** The session; `null` for nobody, nothing while it is not known yet. */
export const session = new Store<Session | null | undefined>(undefined);

const KEPT = 'godwit.account';

/** Whose session is, from now on and when this browser is opened again; `null` for nobody. */
export function begin(now: Session | null): void {
  if (now) {
    localStorage.setItem(KEPT, now.account.did);
  } else {
    localStorage.removeItem(KEPT);
  }
  session.set(now);
}

/**
 * Asks the server who is signed in. Sessions end after a while: then this browser opens another with the keys that it has, until
 * somebody signs out. When the server cannot be reached nobody is signed in, until it can.
 */
export async function refreshSession(): Promise<void> {
  const did = localStorage.getItem(KEPT);
  if (!did) {
    session.set(null);
    return;
  }
  try {
    session.set(await api.get<Session>('/session'));
  } catch (failure) {
    const problem = Problem.of(failure);
    session.set(null);
    if (problem.status === 401) {
      const { resume } = await import('../account/account.ts');
      begin((await resume(did)) ?? null);
    }
  }
}

/** Ends the session. The keys of this browser stay: whoever signs in again needs no passphrase. */
export async function endSession(): Promise<void> {
  await api.delete('/session');
  begin(null);
}

/** The address of the page about whoever is signed in, at this server. */
export function ownPage(account: Session['account']): string {
  return `/@${account.handle.split('@')[1]}`;
}

/** Whether whoever is signed in may do something, by the words of docs/moderation.md. */
export function may(...permissions: string[]): boolean {
  const held = session.value?.permissions ?? [];
  return permissions.some(one => held.includes(one));
}

document.addEventListener('gw-signed-out', () => {
  if (session.value) {
    session.set(null);
  }
});
