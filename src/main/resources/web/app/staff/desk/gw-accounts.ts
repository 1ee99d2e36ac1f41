import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../../shell/api.ts';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { mark } from '../../shell/router.ts';
import { ago, exact, t } from '../../shell/words.ts';
import { failed } from '../../parts/gw-toast.ts';
import '../../parts/gw-field.ts';
import '../../parts/gw-table.ts';
import '../../parts/gw-portrait.ts';
import type { Column } from '../../parts/gw-table.ts';

type Account = { did: string; username: string; actor: string; status: string; locked: boolean; home: boolean; registeredAt: string };
type Accounts = { accounts: Account[]; next?: string | null };

/** The accounts of this server, or the one of a name. */
export class GwAccounts extends LitElement {
  @property({ attribute: false }) query = new URLSearchParams();
  @state() private wanted = '';
  @state() private more: Account[] = [];
  @state() private next: string | null | undefined;
  readonly #accounts = new Load<Accounts>(this, signal => this.#page(undefined, signal));
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Live(this, ['account'], () => {
      if (this.more.length === 0) {
        // Further pages stay as they are, so that the list keeps its place.
        void this.#accounts.run();
      }
    });
  }

  protected override createRenderRoot() {
    return this;
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('query')) {
      this.wanted = this.query.get('q') ?? '';
    }
  }

  override updated(changed: PropertyValues<this>) {
    const before = changed.get('query');
    if (before && before.get('q') !== this.query.get('q')) {
      void this.#accounts.run();
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  async #page(after: string | undefined, signal?: AbortSignal): Promise<Accounts> {
    const wanted = this.query.get('q') ?? '';
    const query = new URLSearchParams({ ...(wanted ? { q: wanted } : {}), ...(after ? { after } : {}) });
    const page = await api.get<Accounts>(`/admin/v1/accounts?${query}`, { signal });
    if (!after) {
      this.more = [];
      this.next = page.next;
    }
    return page;
  }

  #typed(event: Event) {
    this.wanted = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      mark((this.query = new URLSearchParams(this.wanted ? { q: this.wanted } : {})));
    }, 300);
  }

  async #further() {
    const after = this.next;
    try {
      const page = await this.#page(after ?? undefined);
      if (after === this.next) {
        this.more = [...this.more, ...page.accounts];
        this.next = page.next;
      }
    } catch (failure) {
      failed(failure);
    }
  }

  override render() {
    const columns: Column<Account>[] = [
      { title: t('accounts.name'), cell: one => html`<a class="with-portrait" href="/staff/accounts/${encodeURIComponent(one.actor)}"><gw-portrait .who=${one.actor}></gw-portrait>@${one.username}</a>` },
      { title: t('accounts.status'), cell: one => html`<span class="tag ${one.status}">${t(`accounts.status.${one.status}`)}</span>` },
      { title: t('accounts.home'), cell: one => t(one.home ? 'accounts.home.here' : 'accounts.home.elsewhere') },
      { title: t('accounts.since'), cell: one => html`<time datetime=${one.registeredAt} title=${exact(one.registeredAt)}>${ago(one.registeredAt)}</time>` },
    ];
    return html`<h1>${t('accounts.title')}</h1><p class="soft">${t('accounts.about')}</p>
      <form role="search" class="narrow" @submit=${(event: Event) => event.preventDefault()} @input=${this.#typed}>
        <gw-field name="q" type="search" .label=${t('accounts.find')} .help=${t('accounts.find.help')} .value=${this.wanted} .maxlength=${300}></gw-field>
      </form>
      ${this.#accounts.show(
        first => html`<gw-table .caption=${t('accounts.title')} .columns=${columns} .rows=${[...first.accounts, ...this.more]} .key=${(one: Account) => one.did}></gw-table>
          ${this.next ? html`<button type="button" class="button plain" @click=${() => void this.#further()}>${t('cases.more')}</button>` : nothing}`,
        { empty: first => first.accounts.length === 0 && (this.wanted ? 'accounts.found' : 'accounts') },
      )}`;
  }
}
customElements.define('gw-accounts', GwAccounts);
