import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Problem } from './api.ts';

/**
 * What a page does when it is told to, one thing at a time: busy while it runs, and what went wrong, in words.
 *
 *     readonly #doing = new Doing(this);
 *     … await this.#doing.run(() => api.put(…)); … ${this.#doing.problem}
 */
export class Doing implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  busy = false;
  problem = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Whether it went well. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.problem = '';
    this.#host.requestUpdate();
    try {
      await work();
      return true;
    } catch (failure) {
      this.problem = Problem.of(failure).said;
      return false;
    } finally {
      this.busy = false;
      this.#host.requestUpdate();
    }
  }

  /** Forgets what went wrong. */
  clear(): void {
    this.problem = '';
    this.#host.requestUpdate();
  }
}
