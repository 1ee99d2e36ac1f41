import { LitElement, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { t } from '../shell/words.ts';

/** A column: its heading, and what stands in it for a row. `end` puts numbers at the end, where they align. */
export type Column<R> = { title: string; cell: (row: R) => unknown; end?: boolean };

/**
 * A table that turns into cards on narrow screens. With `selectable` every row has a box, and `selected` holds the keys.
 *
 * @fires gw-select when the selection changed
 */
export class GwTable<R = unknown> extends LitElement {
  /** What the table is, for screen readers. */
  @property() caption = '';
  @property({ attribute: false }) columns: readonly Column<R>[] = [];
  @property({ attribute: false }) rows: readonly R[] = [];
  @property({ attribute: false }) key: (row: R) => string = row => String((row as { id?: unknown }).id);
  @property({ type: Boolean }) selectable = false;
  @property({ attribute: false }) selected: ReadonlySet<string> = new Set();

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    const all = this.rows.length > 0 && this.rows.every(row => this.selected.has(this.key(row)));
    return html`<table class="table">
      <caption class="hidden">${this.caption}</caption>
      <thead><tr>
        ${this.selectable
          ? html`<th class="box"><input type="checkbox" aria-label=${t('table.all')} .checked=${all} @change=${() => this.#choose(all ? [] : this.rows.map(this.key))} /></th>`
          : nothing}
        ${this.columns.map(column => html`<th scope="col" class=${column.end ? 'end' : ''}>${column.title}</th>`)}
      </tr></thead>
      <tbody>${repeat(this.rows, this.key, row => this.#row(row))}</tbody>
    </table>`;
  }

  #row(row: R) {
    const key = this.key(row);
    return html`<tr data-key=${key}>
      ${this.selectable
        ? html`<td class="box"><input type="checkbox" aria-label=${t('table.one')} .checked=${this.selected.has(key)} @change=${() => this.#toggle(key)} /></td>`
        : nothing}
      ${this.columns.map(column => html`<td class=${column.end ? 'end' : ''} data-title=${column.title}>${column.cell(row)}</td>`)}
    </tr>`;
  }

  #toggle(key: string) {
    this.#choose(this.selected.has(key) ? [...this.selected].filter(one => one !== key) : [...this.selected, key]);
  }

  #choose(keys: string[]) {
    this.selected = new Set(keys);
    this.dispatchEvent(new CustomEvent('gw-select'));
  }
}
customElements.define('gw-table', GwTable);
