import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { STAFF } from '../shell/places.ts';
import { go } from '../shell/router.ts';
import { may, session } from '../shell/session.ts';
import { need, t, type Words } from '../shell/words.ts';
import { activeKeys } from './keys.ts';
import './gw-dialog.ts';

const words: Words = { en: () => import('../words/commands.en.ts'), de: () => import('../words/commands.de.ts') };

/** Places to go: the path, the key of its name, and the permissions any of which shows it; none for everybody. */
const PLACES: readonly (readonly [path: string, label: string, ...permissions: string[]])[] = [
  ['/', 'start.title'],
  ['/networks', 'nav.networks'],
  ['/devices', 'nav.devices'],
  ['/settings/labels', 'nav.labels'],
  ...STAFF.map(([path, ...permissions]) => [path, `nav.${path.slice(1).replaceAll('/', '.')}`, ...permissions] as const),
];
const WAIT = 200;
const FOUND_MOST = 8;
/** What a browser's address line shows, an id, or a whole handle: names one post or account, which need not have a case. */
const WHOLE = /^(https?:\/\/|ap:\/\/|did:|(account|post):)\S+$|^@[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;

type Choice = { label: string; hint: string; act: () => void };

/** Commands and search (Ctrl-K), and the keys of the page (`?`). */
export class GwCommands extends LitElement {
  @state() private which: 'search' | 'keys' | '' = '';
  @state() private text = '';
  @state() private found: Choice[] = [];
  @state() private at = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  protected override createRenderRoot() {
    return this;
  }

  open(which: 'search' | 'keys'): void {
    this.which = which;
    this.text = '';
    this.found = [];
    this.at = 0;
    void this.updateComplete.then(() => this.querySelector('input')?.focus());
  }

  override render() {
    return html`<gw-dialog .open=${this.which !== ''} heading=${this.which === 'keys' ? t('commands.keys') : t('commands.title')}
      .body=${() => (this.which === 'keys' ? this.#keys() : this.#search())} @gw-close=${() => (this.which = '')}></gw-dialog>`;
  }

  #keys() {
    const general = [['Ctrl K', 'commands.open'], ['?', 'commands.help'], ['Esc', 'commands.close']];
    return html`<dl class="keys">
      ${activeKeys().map(one => html`<div><dt><kbd>${one.key}</kbd></dt><dd>${t(one.label)}</dd></div>`)}
      ${general.map(([key, label]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${t(label as string)}</dd></div>`)}
    </dl>`;
  }

  #choices(): Choice[] {
    const wanted = this.text.toLowerCase().trim();
    const commands = [
      ...PLACES.filter(([, , ...permissions]) => permissions.length === 0 || may(...permissions))
        .map(([path, label]) => ({ label: t(label), hint: path, act: () => void go(path) })),
      ...activeKeys().map(one => ({ label: t(one.label), hint: one.key, act: one.act })),
    ].filter(one => one.label.toLowerCase().includes(wanted));
    return [...commands.slice(0, 2 * FOUND_MOST), ...this.found];
  }

  #search() {
    const choices = this.#choices();
    return html`<div class="commands" @keydown=${(event: KeyboardEvent) => this.#key(event, choices)}>
      <input type="text" inputmode="search" role="combobox" aria-expanded="true" aria-controls="commands-list" aria-activedescendant=${choices.length ? `command-${this.at}` : nothing}
        aria-label=${t('commands.title')} placeholder=${t('commands.placeholder')} autocomplete="off" .value=${this.text} @input=${(event: Event) => this.#typed(event)} />
      <ul id="commands-list" role="listbox" aria-label=${t('commands.title')}>
        ${choices.map((one, i) => html`<li id="command-${i}" role="option" aria-selected=${i === this.at ? 'true' : 'false'} @click=${() => this.#choose(one)}>
          <span>${one.label}</span><span class="soft small">${one.hint}</span></li>`)}
      </ul>
      ${choices.length ? nothing : html`<p class="soft">${t('commands.none')}</p>`}
    </div>`;
  }

  #typed(event: Event) {
    this.text = (event.target as HTMLInputElement).value;
    this.at = 0;
    this.found = [];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), WAIT);
  }

  #key(event: KeyboardEvent, choices: Choice[]) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length) {
      event.preventDefault();
      this.at = (this.at + step + choices.length) % choices.length;
      void this.updateComplete.then(() => this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }));
    } else if (event.key === 'Enter' && choices[this.at]) {
      event.preventDefault();
      this.#choose(choices[this.at] as Choice);
    }
  }

  #choose(one: Choice) {
    this.which = '';
    void this.updateComplete.then(one.act);
  }

  async #meant(query: string): Promise<Choice[]> {
    try {
      const { subject } = await api.get<{ subject: string }>(`/admin/v1/subject?q=${query}`);
      return [{ label: subject, hint: t(subject.startsWith('post:') ? 'commands.post' : 'commands.account'), act: () => void go(`/staff/cases/${encodeURIComponent(subject)}`) }];
    } catch (failure) {
      if (Problem.of(failure).status === 404) {
        return [];
      }
      throw failure;
    }
  }

  /** Accounts of this name and cases with these letters, for those who may see them. */
  async #ask() {
    const wanted = this.text.trim();
    const turn = ++this.#turn;
    if (wanted.length < 2 || !session.value) {
      return;
    }
    const found: Choice[] = [];
    const query = encodeURIComponent(wanted);
    try {
      if (may('see-accounts')) {
        const { accounts } = await api.get<{ accounts: { username: string; actor: string }[] }>(`/admin/v1/accounts?q=${query}`);
        found.push(...accounts.map(one => ({ label: `@${one.username}`, hint: t('commands.account'), act: () => void go(`/staff/accounts/${encodeURIComponent(one.actor)}`) })));
      }
      if (may('see-cases')) {
        const { cases } = await api.get<{ cases: { subject: string }[] }>(`/admin/v1/cases?status=all&q=${query}`);
        if (WHOLE.test(wanted)) {
          found.push(...(await this.#meant(query)));
        }
        found.push(...cases.filter(one => !found.some(other => other.label === one.subject)).slice(0, FOUND_MOST).map(one => ({ label: one.subject, hint: t('commands.case'), act: () => void go(`/staff/cases/${encodeURIComponent(one.subject)}`) })));
      }
    } catch (failure) {
      // What is on the page can be chosen without the server.
      Problem.of(failure);
    }
    if (turn === this.#turn) {
      this.found = found;
    }
  }
}
customElements.define('gw-commands', GwCommands);

/** Opens them, on any page. */
export async function openCommands(which: 'search' | 'keys'): Promise<void> {
  await need(words);
  const here = document.querySelector<GwCommands>('gw-commands') ?? document.body.appendChild(document.createElement('gw-commands') as GwCommands);
  here.open(which);
  here.requestUpdate();
}
