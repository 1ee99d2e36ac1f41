import { LitElement, html } from 'lit';
import { property, state } from 'lit/decorators.js';
import { t } from '../shell/words.ts';
import '../parts/gw-field.ts';
import { normal } from '../identity/passphrase.ts';
import { offered, SHORTEST, strengthOf, type Strength } from './passphrases.ts';

/** The field for a new passphrase: five words are suggested, and how strong it is stands below. `input` events of the field bubble. */
export class GwNewPassphrase extends LitElement {
  @property() label = '';
  @property() error = '';
  @property() value = '';
  @property({ type: Boolean }) disabled = false;
  @state() private strength: Strength = 4;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    void (this.value ? this.#measure() : this.#suggestFirst());
  }

  override render() {
    return html`<gw-field name="passphrase" autocomplete="new-password" required label=${this.label} .value=${this.value} .error=${this.error}
        ?disabled=${this.disabled} help=${t('signup.passphrase.help')} @input=${this.#typed}></gw-field>
      <div class=${this.strength < 2 ? 'strength low' : 'strength'} aria-hidden="true">
        ${[1, 2, 3, 4].map(one => html`<span class=${this.strength >= one ? 'on' : ''}></span>`)}
      </div>
      <p class="small soft" role="status">${t('signup.strength')}: ${t(`signup.strength.${this.strength}`)}
        <button type="button" class="button quiet" ?disabled=${this.disabled} @click=${this.#suggest}>${t('signup.passphrase.new')}</button></p>`;
  }

  readonly #suggest = async () => {
    this.value = await offered();
    this.strength = 4;
  };

  /** The list of words takes a moment to come: what was typed meanwhile stays. */
  async #suggestFirst() {
    const words = await offered();
    if (!this.value) {
      this.value = words;
      this.strength = 4;
    }
  }

  async #measure() {
    this.strength = await strengthOf(this.value);
  }

  readonly #typed = async (event: Event) => {
    this.value = (event.target as HTMLInputElement).value;
    await this.#measure();
  };

  /** What is wrong with the passphrase; nothing when it can be taken. */
  async wrong(): Promise<string | undefined> {
    return normal(this.value).length < SHORTEST
      ? t('signup.passphrase.short', { n: SHORTEST })
      : (await strengthOf(this.value)) < 2
        ? t('signup.passphrase.weak')
        : undefined;
  }
}

customElements.define('gw-new-passphrase', GwNewPassphrase);
