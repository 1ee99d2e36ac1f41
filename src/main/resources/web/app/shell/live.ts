import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { session } from './session.ts';

/** What may change while it is shown. */
export type Kind = 'case' | 'decision' | 'account' | 'domain' | 'announcement';

const KINDS: readonly Kind[] = ['case', 'decision', 'account', 'domain', 'announcement'];
const TOGETHER = 400;
const AGAIN = 30_000;

const listeners = new Set<(kind: Kind | undefined, id: string) => void>();
let source: EventSource | undefined;
let again: number | undefined;

/**
 * Calls back while its host is on the page: when something of these kinds has changed at the server, and when the line was
 * interrupted, so that something may have changed. Changes that come together are told once.
 *
 *     new Live(this, ['case', 'decision'], () => void this.#cases.run());
 */
export class Live implements ReactiveController {
  readonly #kinds: readonly Kind[];
  readonly #changed: (ids: ReadonlySet<string>) => void;
  #ids = new Set<string>();
  #timer: number | undefined;

  constructor(host: ReactiveControllerHost, kinds: readonly Kind[], changed: (ids: ReadonlySet<string>) => void) {
    this.#kinds = kinds;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    listeners.add(this.#hear);
    listen();
  }

  hostDisconnected(): void {
    listeners.delete(this.#hear);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (listeners.size === 0) {
      hangUp();
    }
  }

  readonly #hear = (kind: Kind | undefined, id: string): void => {
    if (kind && !this.#kinds.includes(kind)) {
      return;
    }
    this.#ids.add(id);
    this.#timer ??= window.setTimeout(() => {
      const ids = this.#ids;
      this.#ids = new Set();
      this.#timer = undefined;
      this.#changed(ids);
    }, TOGETHER);
  };
}

function listen(): void {
  if (!session.value || source || again !== undefined) {
    return;
  }
  const opened = new EventSource('/admin/v1/events');
  source = opened;
  let before = false;
  opened.addEventListener('open', () => {
    if (before) {
      listeners.forEach(hear => hear(undefined, ''));
    }
    before = true;
  });
  for (const kind of KINDS) {
    opened.addEventListener(kind, event => {
      const { id } = JSON.parse((event as MessageEvent<string>).data) as { id: string };
      listeners.forEach(hear => hear(kind, id));
    });
  }
  // Where the stream merely ends the browser comes again by itself; where it was refused it does not.
  opened.addEventListener('error', () => {
    if (opened.readyState === EventSource.CLOSED) {
      hangUp();
      again = window.setTimeout(() => {
        again = undefined;
        if (listeners.size > 0) {
          listen();
          listeners.forEach(hear => hear(undefined, ''));
        }
      }, AGAIN);
    }
  });
}

function hangUp(): void {
  source?.close();
  source = undefined;
  clearTimeout(again);
  again = undefined;
}
