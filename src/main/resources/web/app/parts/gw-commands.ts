import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { STAFF } from '../shell/places.ts';
import { go } from '../shell/router.ts';
import { may, session } from '../shell/session.ts';
import { need, t, type Words } from '../shell/words.ts';
import type { People } from '../staff/desk/model.ts';
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
  /** What is said where nothing can be chosen; empty while it is still looked for. */
  @state() private none = '';
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
    this.none = '';
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
      ${choices.length ? nothing : html`<p class="soft">${this.none}</p>`}
    </div>`;
  }

  #typed(event: Event) {
    this.text = (event.target as HTMLInputElement).value;
    this.at = 0;
    this.found = [];
    this.none = '';
    this.#turn++;
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

  /** What the server knows by these words, for those who may see it. */
  async #ask() {
    const wanted = this.text.trim();
    const turn = ++this.#turn;
    const found: Choice[] = [];
    let none = t('commands.none');
    if (wanted.length >= 2 && session.value) {
      try {
        if (may('see-accounts')) {
          found.push(...(await accountsOf(wanted)));
        }
        if (may('see-cases')) {
          found.push(...(await casesOf(wanted, why => (none = why))));
        }
      } catch (failure) {
        // What is on the page can be chosen without the server.
        none = Problem.of(failure).said;
      }
    }
    if (turn === this.#turn) {
      this.found = found;
      this.none = none;
    }
  }
}

async function accountsOf(wanted: string): Promise<Choice[]> {
  const { accounts } = await api.get<{ accounts: { username: string; actor: string }[] }>(`/admin/v1/accounts?q=${encodeURIComponent(wanted)}`);
  return accounts.map(one => ({ label: `@${one.username}`, hint: t('commands.account'), act: () => void go(`/staff/accounts/${encodeURIComponent(one.actor)}`) }));
}

/** What an address leads to, whether or not it has a case, and cases with these letters; `unknown` hears why an address leads nowhere. */
async function casesOf(wanted: string, unknown: (why: string) => void): Promise<Choice[]> {
  const { called, caseAddress, desk, parts } = await import('../staff/desk/model.ts');
  const subjects = new Map<string, People>();
  if (WHOLE.test(wanted)) {
    try {
      const meant = await api.get<{ subject: string; people: People }>(`/admin/v1/subject?q=${encodeURIComponent(wanted)}`);
      subjects.set(meant.subject, meant.people);
    } catch (failure) {
      unknown(Problem.of(failure).said);
    }
  }
  const { cases, people } = await desk.list(new URLSearchParams({ status: 'all', q: wanted }));
  cases.slice(0, FOUND_MOST).forEach(one => subjects.set(one.subject, people));
  return [...subjects].map(([subject, known]) => {
    const { kind, id } = parts(subject);
    return { label: called(id, known), hint: t(kind === 'post' ? 'commands.post' : 'commands.case'), act: () => void go(caseAddress(subject)) };
  });
}
customElements.define('gw-commands', GwCommands);

/** Opens them, on any page. */
export async function openCommands(which: 'search' | 'keys'): Promise<void> {
  await need(words);
  const here = document.querySelector<GwCommands>('gw-commands') ?? document.body.appendChild(document.createElement('gw-commands') as GwCommands);
  here.open(which);
  here.requestUpdate();
}
