import { api, Problem, renewing } from './api.ts';
import { Store } from './store.ts';

/** Who is signed in to this server in this browser, as `GET /session` tells it. */
export type Session = {
  /** `name` is what people read; `handle` is `@name@host`; `home` is the account's own server when that is another one. */
  account: { did: string; name: string; handle: string; actor: string; home?: string };
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
const KNOWN = 'godwit.session';
/** Who comes back to the page after this long may have got another role. */
const OLD = 5_000;
/** Another session is opened at most this often: where a new one is refused too, it is not for its age. */
const RENEWED_EVERY = 60_000;

/** Whose session is, from now on and when this browser is opened again; `null` for nobody. */
export function begin(now: Session | null): void {
  if (now) {
    localStorage.setItem(KEPT, now.account.did);
    localStorage.setItem(KNOWN, JSON.stringify(now));
  } else {
    localStorage.removeItem(KEPT);
    localStorage.removeItem(KNOWN);
  }
  session.set(now);
}

/**
 * Finds out who is signed in. Whom this browser last knew is shown at once, and the server asked meanwhile; what a role allows the
 * server checks with every request.
 */
export async function refreshSession(): Promise<void> {
  if (!localStorage.getItem(KEPT)) {
    session.set(null);
    return;
  }
  const last = known();
  if (last) {
    session.set(last);
    void ask();
  } else {
    await ask();
  }
}

let asked = 0;

async function ask(): Promise<void> {
  asked = Date.now();
  try {
    const now = await api.get<Session>('/session');
    // Somebody may have signed out meanwhile.
    if (localStorage.getItem(KEPT)) {
      begin(now);
    }
  } catch (failure) {
    if (Problem.of(failure).status === 401 || session.value === undefined) {
      session.set(null);
    }
  }
}

/** The session as it was when this browser was last here, unless it has ended by itself since. */
function known(): Session | undefined {
  try {
    const last = JSON.parse(localStorage.getItem(KNOWN) ?? 'null') as Session | null;
    return last && last.account.did === localStorage.getItem(KEPT) && new Date(last.expires) > new Date() ? last : undefined;
  } catch {
    return undefined;
  }
}

let renewed = 0;

/** Sessions end after a while: then this browser opens another with the keys that it has, until somebody signs out. */
renewing(async () => {
  const did = localStorage.getItem(KEPT);
  if (!did || Date.now() - renewed < RENEWED_EVERY) {
    return false;
  }
  renewed = Date.now();
  const { resume } = await import('../account/account.ts');
  const now = await resume(did);
  begin(now ?? null);
  return now !== undefined;
});

/** Ends the session. The keys of this browser stay: whoever signs in again needs no passphrase. */
export async function endSession(): Promise<void> {
  await api.delete('/session');
  begin(null);
}

/** The address of the page about whoever is signed in, at the account's own server. */
export function ownPage(account: Session['account']): string {
  return `${account.home ?? ''}/@${account.handle.split('@')[1]}`;
}

/** Whether whoever is signed in may do something, by the words of docs/moderation.md. */
export function may(...permissions: string[]): boolean {
  const held = session.value?.permissions ?? [];
  return permissions.some(one => held.includes(one));
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && session.value && Date.now() - asked > OLD) {
    void ask();
  }
});

document.addEventListener('gw-signed-out', () => {
  if (session.value) {
    localStorage.removeItem(KNOWN);
    session.set(null);
  }
});
