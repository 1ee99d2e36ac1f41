import { LitElement, html } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { t } from '../shell/words.ts';
import '../parts/gw-field.ts';
import type { GwField } from '../parts/gw-field.ts';
import { who } from './text.ts';

/** A list of accounts that a charter names. What it is to be comes in the event `gw-people`. */
export class GwPeople extends LitElement {
  @property({ attribute: false }) people: readonly string[] = [];
  @property() label = '';
  @state() private error = '';

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<fieldset class="people">
      <legend>${this.label}</legend>
      <ul>
        ${this.people.map(
          one => html`<li>${who(one)}
            <button type="button" class="button quiet" @click=${() => this.#set(this.people.filter(other => other !== one))}>${t('people.remove')}</button></li>`,
        )}
      </ul>
      <gw-field name="person" label=${t('people.name')} help=${t('people.help')} .error=${this.error} @keydown=${this.#key}></gw-field>
      <button type="button" class="button plain" @click=${() => void this.#add()}>${t('people.add')}</button>
    </fieldset>`;
  }

  #set(people: readonly string[]) {
    this.dispatchEvent(new CustomEvent('gw-people', { detail: people }));
  }

  /** Enter adds, and does not send the form around it. */
  readonly #key = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      void this.#add();
    }
  };

  async #add() {
    const field = this.querySelector('gw-field') as GwField;
    const name = field.value.trim().replace(PROFILE, '$2@$1').replace(/^@/, '');
    if (!name) {
      field.focus();
      return;
    }
    this.error = '';
    try {
      const did = name.startsWith('did:') ? name : await named(name);
      if (!this.people.includes(did)) {
        this.#set([...this.people, did]);
      }
      field.value = '';
    } catch (failure) {
      const problem = Problem.of(failure);
      this.error = problem.status === 404 || problem.status === 400 ? t('people.unknown', { name }) : problem.said;
    }
  }
}
/** The address of a profile, which is where its name is read. */
const PROFILE = /^https?:\/\/([^/\s]+)\/@([^/@\s]+)\/?$/;

/** The account of a name, which is one of this server unless it says of which. */
async function named(name: string): Promise<string> {
  const handle = name.includes('@') ? name : `${name}@${location.host}`;
  return (await api.get<{ did: string }>(`/client/v1/account?handle=${encodeURIComponent(handle)}`)).did;
}

customElements.define('gw-people', GwPeople);
