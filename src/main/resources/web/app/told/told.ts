import { Problem } from '../shell/api.ts';
import { session } from '../shell/session.ts';
import { ownerOf } from '../account/owners.ts';
import { signedRequest } from '../account/publish.ts';

/** Something that an owner is told, as the owner's server shows it. */
export type Told = {
  /** Why: `mention`, `like`, `moderation` and so on. */
  notification: string;
  id: string;
  published: string;
  actor: string;
  handle?: string;
  content?: string;
  /** The post that it is about, or the id of what is not kept here. */
  object?: Post | string;
};
type Post = { url?: string; content?: string };

/** A page, the newest first, and before which mark to go on. */
export type Page = { list: Told[]; before?: string };

/** One page, asked for by this browser's device. Nothing where the account is at home elsewhere: there it is told. */
export async function told(before = ''): Promise<Page> {
  const account = session.value?.account;
  if (!account) {
    throw new Problem(401, 'session', '', '');
  }
  const owner = await ownerOf(account.did);
  if (!owner) {
    return { list: [] };
  }
  const path = `/client/v1/${account.did}/notifications?limit=30${before && `&before=${encodeURIComponent(before)}`}`;
  const page = await signedRequest<{ orderedItems: Told[]; next?: string }>(owner.device, 'GET', path);
  const mark = page.next && new URL(page.next, location.origin).searchParams.get('before');
  return { list: page.orderedItems, ...(mark && { before: mark }) };
}

const key = () => `godwit.read.${session.value?.account.did ?? ''}`;

/** Up to when whoever is signed in has read in this browser; the servers know nothing of it. */
export function readUntil(): string {
  return localStorage.getItem(key()) ?? '';
}

/** From now on the newest of these counts as read. */
export function read(list: readonly Told[]): void {
  const newest = list[0]?.published;
  if (newest && newest > readUntil()) {
    localStorage.setItem(key(), newest);
  }
}

/** What of the newest was not read yet. */
export async function unread(): Promise<Told[]> {
  const until = readUntil();
  return (await told()).list.filter(one => one.published > until);
}

/** Where to look at what it is about, if there is such a page. */
export function place(one: Told): string | undefined {
  if (one.notification === 'moderation') {
    return one.id.includes('#message:') ? undefined : '/decisions';
  }
  if (one.notification === 'network') {
    return addressIn(one);
  }
  return web(typeof one.object === 'object' ? one.object.url : undefined) ?? web(one.actor);
}

/** What is said: by moderators and networks in their words, in posts by their authors, as text. */
export function said(one: Told): string {
  if (one.notification === 'network') {
    return (one.content ?? '').replace(addressIn(one) ?? '', '').trim();
  }
  return one.notification === 'moderation' ? (one.content ?? '').trim() : plain(typeof one.object === 'object' ? (one.object.content ?? '') : '');
}

/** The address on this server with which a network's words end. */
function addressIn(one: Told): string | undefined {
  const at = one.content?.lastIndexOf(`${location.origin}/networks/`) ?? -1;
  return at < 0 ? undefined : one.content?.slice(at).trim();
}

function web(address: string | undefined): string | undefined {
  return address && /^https?:\/\//.test(address) ? address : undefined;
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', amp: '&' };

/** The words of a post. What comes of it is only ever shown as text. */
function plain(markup: string): string {
  return markup
    .replace(/<br\s*\/?>|<\/p>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (all, decimal?: string, hex?: string, name?: string) =>
      name ? (NAMED[name] ?? all) : character(decimal ? Number(decimal) : parseInt(hex ?? '', 16)) ?? all)
    .trim();
}

function character(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
