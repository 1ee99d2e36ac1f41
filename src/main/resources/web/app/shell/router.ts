import { Store } from './store.ts';
import { language, need, t, type Words } from './words.ts';

/**
 * A page of the app.
 *
 * @property path `/staff/cases/:subject`: a part after a colon matches one segment, and `:name*` the rest
 * @property load brings the file that defines the element
 * @property tag the element, which gets `params` (the path's parts, decoded) and `query` (URLSearchParams) as properties
 * @property title the key of the page's title
 */
export type Route = { path: string; load: () => Promise<unknown>; tag: string; title: string };

/** A part of the app, as its `routes.ts` exports it: pages, and the words they need besides the shell's. */
export type Part = { routes: readonly Route[]; words?: Words };

/** A page that is shown, with what its path said. */
export type Shown = { route: Route; params: Readonly<Record<string, string>>; query: URLSearchParams };

/** What a page element may have. */
export type PageElement = HTMLElement & {
  params?: Shown['params'];
  query?: URLSearchParams;
  updateComplete?: Promise<unknown>;
};

type Known = { route: Route; pattern: RegExp; names: string[]; words: Words[] };
type Place = { top: number; key: number };

/** What is shown; `null` for an address that is no page, nothing as long as it is not known. */
export const shown = new Store<Shown | null | undefined>(undefined);

/** Whether the files of the page that the address names could not be fetched. */
export const unreached = new Store(false);

let known: Known[] = [];
let key = 0;
const places = new Map<number, number>();

/**
 * Knows these pages from now on, shows the one that the address names, and follows links and the back button.
 *
 * @param ready what the first page waits for besides its own files, which load meanwhile
 */
export async function route(parts: readonly Part[], ready: Promise<unknown>): Promise<void> {
  known = parts.flatMap(part => part.routes.map(one => ({ route: one, ...pattern(one.path), words: part.words ? [part.words] : [] })));
  history.scrollRestoration = 'manual';
  key = (history.state as Place | null)?.key ?? Date.now();
  history.replaceState({ top: 0, key } satisfies Place, '');
  addEventListener('popstate', event => {
    places.set(key, scrollY);
    key = (event.state as Place | null)?.key ?? 0;
    void show('back');
  });
  addEventListener('click', follow);
  addEventListener('online', () => void (unreached.value && again()));
  language.watch(title);
  await show('first', ready);
}

/** Goes to an address of this app; to any other the browser goes itself. */
export async function go(address: string, options: { replace?: boolean } = {}): Promise<void> {
  const target = new URL(address, location.href);
  if (target.origin !== location.origin || !match(target)) {
    location.assign(target);
    return;
  }
  places.set(key, scrollY);
  if (options.replace) {
    history.replaceState({ top: 0, key } satisfies Place, '', target);
  } else {
    key = Date.now();
    history.pushState({ top: 0, key } satisfies Place, '', target);
  }
  await show(options.replace ? 'first' : 'new');
}

/**
 * An address of this app, whole; the start page for any other. A path alone would not do: that of `/.//evil.example` is
 * `//evil.example`, which is somebody else's address.
 */
export function own(address: string): string {
  const target = URL.canParse(address, location.origin) ? new URL(address, location.origin) : undefined;
  return target?.origin === location.origin && target.protocol === location.protocol ? target.href : '/';
}

/** Writes what a page shows (filters, a selection) into its address, without another entry in the history. */
export function mark(query: URLSearchParams): void {
  const text = query.toString();
  history.replaceState(history.state, '', location.pathname + (text ? `?${text}` : ''));
  if (shown.value) {
    shown.value.query = query;
  }
}

/** The page for an address of this origin. */
function match(address: URL): (Shown & { words: Words[] }) | undefined {
  const path = address.pathname.replace(/(.)\/$/, '$1');
  for (const one of known) {
    const found = one.pattern.exec(path);
    if (found) {
      const params = Object.fromEntries(one.names.map((name, i) => [name, decoded(found[i + 1] as string)]));
      return { route: one.route, params, query: address.searchParams, words: one.words };
    }
  }
  return undefined;
}

let turn = 0;

async function show(how: 'first' | 'new' | 'back', ready?: Promise<unknown>): Promise<void> {
  const mine = ++turn;
  const found = match(new URL(location.href));
  if (found) {
    try {
      await Promise.all([need(...found.words), found.route.load()]);
    } catch {
      // A file of an older version is gone from the server: the newest page has the newest files.
      if (how !== 'first' && (await answers())) {
        location.reload();
      } else if (mine === turn) {
        unreached.set(true);
      }
      return;
    }
  }
  await ready;
  if (mine !== turn) {
    return;
  }
  unreached.set(false);
  shown.set(found ?? null);
  title();
  await settle(how);
}

/** Tries once more to show the page that the address names. */
export async function again(): Promise<void> {
  await show('new');
}

/** Whether the server has a document for this address: without one, a reload would lose the app as well. */
function answers(): Promise<boolean> {
  return fetch(location.pathname, { method: 'HEAD', cache: 'no-store', headers: { Accept: 'text/html' } }).then(
    answer => answer.ok,
    () => false,
  );
}

/** After the page has rendered: focus to its heading, and the place where one was. */
async function settle(how: 'first' | 'new' | 'back'): Promise<void> {
  const main = document.querySelector('main');
  await (document.querySelector('gw-app') as PageElement | null)?.updateComplete;
  await (main?.firstElementChild as PageElement | null)?.updateComplete;
  if (how === 'first') {
    return;
  }
  toHeading(main, how === 'back' ? places.get(key) : 0);
}

/** Focus to the heading of a page, or of what it shows now, and the window to this place. */
export function toHeading(page: HTMLElement | null, place = 0): void {
  const heading = page?.querySelector('h1') ?? page;
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
  scrollTo(0, place);
}

function title(): void {
  titled(shown.value ? t(shown.value.route.title) : t('missing.title'));
}

/** What the page is called in the browser's tab and history; for a page that shows one of many, once it knows which. */
export function titled(what: string): void {
  document.title = `${what} · ${location.host}`;
}

function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return;
  }
  const link = (event.composedPath()[0] as Element | undefined)?.closest?.('a[href]') as HTMLAnchorElement | null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin || !match(new URL(link.href))) {
    return;
  }
  if (link.pathname === location.pathname && link.hash) {
    return;
  }
  event.preventDefault();
  void go(link.href);
}

function pattern(path: string): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const text = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:([a-z]+)(\*?)/gi, (_, name: string, rest: string) => {
    names.push(name);
    return rest ? '(.+)' : '([^/]+)';
  });
  return { pattern: new RegExp(`^${text}$`), names };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
