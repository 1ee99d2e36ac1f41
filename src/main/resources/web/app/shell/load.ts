import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Problem } from './api.ts';
import { session } from './session.ts';
import '../parts/gw-state.ts';

/**
 * Something that a page has to fetch before it can show it. Renders its host with every change; what was there stays while it is
 * fetched again.
 *
 *     readonly #cases = new Load(this, signal => api.get<Cases>('/admin/v1/cases', { signal }));
 *     render() { return this.#cases.show(cases => html`…`, { empty: cases => cases.list.length === 0 && 'cases' }); }
 */
export class Load<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #fetch: (signal: AbortSignal) => Promise<T>;
  readonly #of: () => unknown;
  #fetched: unknown;
  #running: AbortController | undefined;
  /** The last good answer. */
  value: T | undefined;
  problem: Problem | undefined;
  loading = false;

  /**
   * @param of what it is fetched for, where that may become another while the page is shown: then what was there is forgotten, and it
   *     is fetched anew
   */
  constructor(host: ReactiveControllerHost, fetch: (signal: AbortSignal) => Promise<T>, of: () => unknown = () => undefined) {
    this.#host = host;
    this.#fetch = fetch;
    this.#of = of;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('gw-signed-out', this.#signedOut);
    this.#fetched = this.#of();
    void this.run();
  }

  hostUpdate(): void {
    const now = this.#of();
    if (now !== this.#fetched) {
      this.#fetched = now;
      this.value = undefined;
      this.problem = undefined;
      void this.run();
    }
  }

  hostDisconnected(): void {
    document.removeEventListener('gw-signed-out', this.#signedOut);
    this.#running?.abort();
  }

  /** What was shown to somebody whom the server does not know any more is shown no longer. */
  readonly #signedOut = (): void => {
    if (!session.value && this.value !== undefined) {
      this.value = undefined;
      void this.run();
    }
  };

  /** Fetches; an earlier fetch that still runs is given up. */
  async run(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.loading = true;
    this.#host.requestUpdate();
    try {
      const value = await this.#fetch(running.signal);
      if (!running.signal.aborted) {
        this.value = value;
        this.problem = undefined;
      }
    } catch (failure) {
      if (running.signal.aborted) {
        return;
      }
      this.problem = Problem.of(failure);
    }
    if (this.#running === running) {
      this.loading = false;
      this.#host.requestUpdate();
    }
  }

  /** Shows what was decided already, before the server has confirmed it. */
  put(value: T): void {
    this.value = value;
    this.#host.requestUpdate();
  }

  /**
   * What to show: the value, or why there is none.
   *
   * @param empty tells of an empty value by the key's beginning: `cases` for the words `cases.empty` and `cases.empty.first`
   */
  show(ready: (value: T) => unknown, options: { empty?: (value: T) => string | false } = {}): unknown {
    if (this.value !== undefined) {
      const value = this.value;
      const empty = options.empty?.(value);
      const late = this.problem ? this.#state('failed', this.problem) : nothing;
      return html`${late}${empty ? html`<gw-state .kind=${'empty'} .words=${empty}></gw-state>` : ready(value)}`;
    }
    return this.problem ? this.#state('failed', this.problem) : this.#state('loading', undefined);
  }

  #state(kind: string, problem: Problem | undefined): TemplateResult {
    return html`<gw-state .kind=${kind} .problem=${problem} @gw-retry=${() => void this.run()}></gw-state>`;
  }
}
