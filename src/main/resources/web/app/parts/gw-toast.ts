import { LitElement, html, nothing } from 'lit';
import { Problem } from '../shell/api.ts';
import { Store, Watching } from '../shell/store.ts';
import { t } from '../shell/words.ts';

/** A short message at the edge of the page, with an undo for as long as it is shown. */
export type Toast = { text: string; undo?: () => void | Promise<void>; seconds?: number; alert?: boolean };

const SECONDS = 8;
const SHOWN_MOST = 3;
const toasts = new Store<readonly Toast[]>([]);

/** Shows a message: what was done, or (with `alert`) what did not work. With `undo` it stays long enough to be reached by keyboard. */
export function toast(message: Toast): void {
  toasts.set([...toasts.value, message].slice(-SHOWN_MOST));
  setTimeout(() => away(message), (message.seconds ?? (message.undo ? 4 * SECONDS : SECONDS)) * 1000);
}

/** Says that something did not work, and why. */
export function failed(failure: unknown): void {
  toast({ text: Problem.of(failure).said, alert: true });
}

function away(message: Toast): void {
  toasts.set(toasts.value.filter(one => one !== message));
}

/** Where messages are shown; there is one, in the frame. */
export class GwToast extends LitElement {
  constructor() {
    super();
    new Watching(this, toasts);
  }

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<div class="toasts" role="log" aria-live="polite">
      ${toasts.value.map(one => html`<div class=${one.alert ? 'toast alert' : 'toast'} role=${one.alert ? 'alert' : nothing}>
        <span>${one.text}</span>
        ${one.undo ? html`<button type="button" class="button quiet" @click=${() => this.#undo(one)}>${t('toast.undo')}</button>` : nothing}
        <button type="button" class="button quiet close" aria-label=${t('toast.close')} @click=${() => away(one)}>×</button>
      </div>`)}
    </div>`;
  }

  async #undo(one: Toast) {
    away(one);
    try {
      await one.undo?.();
    } catch (failure) {
      failed(failure);
    }
  }
}
customElements.define('gw-toast', GwToast);
