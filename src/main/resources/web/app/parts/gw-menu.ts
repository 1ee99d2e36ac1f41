import { LitElement, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';

/** An entry of a menu: a link or something to do; `checked` makes it a choice, `group` is said once above entries that share it. */
export type MenuItem = { label: string; href?: string; act?: () => void; checked?: boolean; group?: string; danger?: boolean; disabled?: boolean };

let made = 0;

/** A button with a menu under it; arrows move, Escape closes and returns to the button. */
export class GwMenu extends LitElement {
  @property() label = '';
  @property({ attribute: false }) items: MenuItem[] = [];
  @property() align: 'start' | 'end' = 'start';
  readonly #id = `gw-menu-${++made}`;

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`
      <button type="button" class="button quiet" popovertarget=${this.#id} aria-haspopup="menu">${this.label}<span aria-hidden="true" class="down">▾</span></button>
      <div class="menu" id=${this.#id} popover role="menu" aria-label=${this.label} @toggle=${this.#opened} @keydown=${this.#key}>
        ${this.items.map((item, i) => html`
          ${item.group && item.group !== this.items[i - 1]?.group ? html`<p class="menu-group" role="presentation">${item.group}</p>` : nothing}
          ${this.#item(item)}
        `)}
      </div>
    `;
  }

  #item(item: MenuItem) {
    if (item.href) {
      return html`<a role="menuitem" tabindex="-1" href=${item.href} @click=${this.#close}>${item.label}</a>`;
    }
    const choice = item.checked !== undefined;
    return html`<button type="button" tabindex="-1" role=${choice ? 'menuitemradio' : 'menuitem'} aria-checked=${choice ? String(item.checked) : nothing}
      class=${item.danger ? 'danger' : ''} ?disabled=${item.disabled} @click=${() => this.#act(item)}>${item.label}</button>`;
  }

  #act(item: MenuItem) {
    this.#close();
    item.act?.();
  }

  readonly #close = () => this.#menu().hidePopover();

  #menu(): HTMLElement {
    return this.querySelector('.menu') as HTMLElement;
  }

  #opened(event: ToggleEvent) {
    if (event.newState !== 'open') {
      return;
    }
    const menu = this.#menu();
    const button = (this.querySelector('button') as HTMLElement).getBoundingClientRect();
    menu.style.top = `${button.bottom + 4}px`;
    const left = this.align === 'end' ? button.right - menu.offsetWidth : button.left;
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
    this.#entries()[0]?.focus();
  }

  #entries(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role^=menuitem]:not([disabled])')];
  }

  #key(event: KeyboardEvent) {
    const entries = this.#entries();
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      entries.at(next % entries.length)?.focus();
    } else if (event.key === 'Tab') {
      this.#close();
    }
  }
}
customElements.define('gw-menu', GwMenu);
