import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A value that elements watch: they render again when it changes. */
export class Store<T> {
  #value: T;
  readonly #watchers = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    this.#watchers.forEach(watcher => watcher());
  }

  /** Calls back after every change, until what it returns is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}

/** Renders its host whenever one of these stores changes, for as long as the host is on the page. */
export class Watching implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #stores: Store<unknown>[];
  #ends: (() => void)[] = [];

  constructor(host: ReactiveControllerHost, ...stores: Store<unknown>[]) {
    this.#host = host;
    this.#stores = stores;
    host.addController(this);
  }

  hostConnected(): void {
    this.#ends = this.#stores.map(store => store.watch(() => this.#host.requestUpdate()));
  }

  hostDisconnected(): void {
    this.#ends.forEach(end => end());
  }
}
