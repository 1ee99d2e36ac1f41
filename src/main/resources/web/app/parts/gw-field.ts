import { LitElement, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

let made = 0;

/**
 * One field of a form: label above, help below, the error beside it. What is typed is in `value`; `input` and `change` events of
 * the control inside bubble.
 */
export class GwField extends LitElement {
  @property() label = '';
  @property() name = '';
  @property() help = '';
  /** What is wrong with the value; nothing when empty. */
  @property() error = '';
  /** A type of `<input>`, or `textarea`, `select` or `checkbox`. */
  @property() type = 'text';
  @property() value = '';
  @property({ type: Boolean }) checked = false;
  @property() autocomplete = 'off';
  @property() placeholder = '';
  @property() inputmode = '';
  @property({ type: Boolean }) required = false;
  @property({ type: Boolean }) disabled = false;
  @property({ type: Number }) maxlength = 0;
  @property({ type: Number }) rows = 4;
  /** For `select`: value and text of each choice. */
  @property({ attribute: false }) options: readonly (readonly [value: string, text: string])[] = [];
  readonly #id = `gw-field-${++made}`;

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    const label = html`<label for=${this.#id}>${this.label}</label>`;
    return html`<div class=${this.type === 'checkbox' ? 'field check' : 'field'} @input=${this.#typed} @change=${this.#typed}>
      ${this.type === 'checkbox' ? html`${this.#control()}${label}` : html`${label}${this.#control()}`}
      ${this.error ? html`<p class="field-error" id="${this.#id}-error">${this.error}</p>` : nothing}
      ${this.help ? html`<p class="field-help" id="${this.#id}-help">${this.help}</p>` : nothing}
    </div>`;
  }

  #control() {
    const described = [this.error && `${this.#id}-error`, this.help && `${this.#id}-help`].filter(Boolean).join(' ') || nothing;
    const invalid = this.error ? 'true' : nothing;
    const most = this.maxlength || nothing;
    if (this.type === 'textarea') {
      return html`<textarea id=${this.#id} name=${this.name} rows=${this.rows} maxlength=${most} ?required=${this.required} ?disabled=${this.disabled}
        dir="auto" aria-describedby=${described} aria-invalid=${invalid} placeholder=${this.placeholder || nothing} .value=${live(this.value)}></textarea>`;
    }
    if (this.type === 'select') {
      return html`<select id=${this.#id} name=${this.name} ?required=${this.required} ?disabled=${this.disabled} aria-describedby=${described} aria-invalid=${invalid}>
        ${this.options.map(([value, text]) => html`<option value=${value} .selected=${value === this.value}>${text}</option>`)}
      </select>`;
    }
    if (this.type === 'checkbox') {
      return html`<input id=${this.#id} type="checkbox" name=${this.name} .checked=${live(this.checked)} ?required=${this.required} ?disabled=${this.disabled}
        aria-describedby=${described} aria-invalid=${invalid} />`;
    }
    return html`<input id=${this.#id} type=${this.type} name=${this.name} autocomplete=${this.autocomplete} autocapitalize="none" spellcheck="false"
      inputmode=${this.inputmode || nothing} dir=${this.type === 'text' ? 'auto' : nothing} maxlength=${most} ?required=${this.required} ?disabled=${this.disabled} placeholder=${this.placeholder || nothing}
      aria-describedby=${described} aria-invalid=${invalid} .value=${live(this.value)} />`;
  }

  #typed(event: Event) {
    const control = event.target as HTMLInputElement;
    if (this.type === 'checkbox') {
      this.checked = control.checked;
    } else {
      this.value = control.value;
    }
  }

  /** Puts the cursor into the field. */
  override focus(): void {
    this.querySelector<HTMLElement>('input,textarea,select')?.focus();
  }
}
customElements.define('gw-field', GwField);
