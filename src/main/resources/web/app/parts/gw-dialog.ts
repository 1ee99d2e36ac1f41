import { LitElement, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { t } from '../shell/words.ts';

/**
 * A dialog over the page. Focus goes in, stays in and comes back; Escape closes it.
 *
 *     <gw-dialog .open=${this.asking} heading=${t('…')} .body=${() => html`…`} @gw-close=${() => (this.asking = false)}></gw-dialog>
 *
 * @fires gw-close when it was closed, by whatever
 */
export class GwDialog extends LitElement {
  @property({ type: Boolean }) open = false;
  @property() heading = '';
  /** Renders what is in it; called whenever the dialog renders. */
  @property({ attribute: false }) body: () => unknown = () => nothing;

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<dialog aria-label=${this.heading} @close=${this.#closed}>
      ${this.open
        ? html`<div class="dialog-head"><h2>${this.heading}</h2>
            <button type="button" class="button quiet close" aria-label=${t('dialog.close')} @click=${this.#close}>×</button></div>
            ${this.body()}`
        : nothing}
    </dialog>`;
  }

  protected override updated() {
    const dialog = this.#dialog();
    if (this.open && !dialog.open) {
      dialog.showModal();
    } else if (!this.open && dialog.open) {
      dialog.close();
    }
  }

  #dialog(): HTMLDialogElement {
    return this.querySelector('dialog') as HTMLDialogElement;
  }

  readonly #close = () => this.#dialog().close();

  #closed() {
    this.open = false;
    this.dispatchEvent(new CustomEvent('gw-close'));
  }
}
customElements.define('gw-dialog', GwDialog);
