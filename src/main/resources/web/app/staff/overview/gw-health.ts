import { LitElement, html, nothing, svg, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../../shell/api.ts';
import { Load } from '../../shell/load.ts';
import { mark } from '../../shell/router.ts';
import { ago, number, t } from '../../shell/words.ts';
import '../../parts/gw-table.ts';

/** The answer of `GET /admin/v1/health`. */
export type Health = {
  home: number;
  elsewhere: number;
  safe: number;
  behind: number;
  othersSilent: number;
  onlyHere: number;
  recovery: number;
  keyBag: number;
  oneDevice: number;
  backup: number;
  stuck: number;
  cost: { accounts: number; followers: number; posts: number };
};

type Account = { did: string; name: string; standing: string; servers: number; lacking: number; lost: number; followers: number; recovery: boolean; keyBag: boolean; backup?: string; stuck: number };

/** Those to choose from; each figure leads to the rest. */
const LISTS = ['at-risk', 'no-backup', 'no-recovery', 'stuck', 'all'] as const;
const FIGURES = ['safe', 'behind', 'others-silent', 'only-here', 'elsewhere', 'no-passphrase', 'one-device'] as const;

/** Whether the people here could go on elsewhere, and what would be lost with this server. */
export class GwHealth extends LitElement {
  @property({ attribute: false }) query: URLSearchParams | undefined;
  @state() private next: string | undefined;
  #after: string | undefined;
  readonly #health = new Load<Health>(this, signal => api.get<Health>('/admin/v1/health', { signal }));
  readonly #accounts = new Load<Account[]>(this, signal => this.#fetch(signal));

  protected override createRenderRoot() {
    return this;
  }

  get #list(): string {
    return [...LISTS, ...FIGURES].find(list => list === this.query?.get('list')) ?? 'at-risk';
  }

  async #fetch(signal: AbortSignal): Promise<Account[]> {
    const before = this.#after ? (this.#accounts.value ?? []) : [];
    const query = new URLSearchParams({ only: this.#list, ...(this.#after ? { after: this.#after } : {}) });
    const page = await api.get<{ accounts: Account[]; next?: string }>(`/admin/v1/health/accounts?${query}`, { signal });
    this.next = page.next;
    return [...before, ...page.accounts];
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (this.hasUpdated && changed.has('query')) {
      this.#after = undefined;
      void this.#accounts.run();
    }
  }

  override render() {
    return html`<h1>${t('health.title')}</h1>
      <p class="lead">${t('health.text')}</p>
      ${this.#health.show(health => healthFigures(health))}
      <div class="head"><h2 id="health-list">${FIGURES.some(figure => figure === this.#list) ? t(`health.list.${this.#list}`) : t('health.accounts')}</h2>
        <div class="segments" role="group" aria-label=${t('health.which')}>
          ${LISTS.map(list => html`<button type="button" aria-pressed=${String(list === this.#list)} @click=${() => this.#show(list)}>${t(`health.list.${list}`)}</button>`)}
        </div></div>
      ${this.#accounts.show(
        accounts => html`<gw-table .caption=${t(`health.list.${this.#list}`)} .rows=${accounts} .key=${(account: Account) => account.did}
          .columns=${[
            { title: t('health.account'), cell: (account: Account) => account.name },
            { title: t('health.standing'), cell: (account: Account) => t(`health.standing.${account.standing}`, { n: account.lacking }) },
            { title: t('health.lost'), end: true, cell: (account: Account) => number(account.lost) },
            { title: t('health.followers'), end: true, cell: (account: Account) => number(account.followers) },
            { title: t('health.recovery'), cell: (account: Account) => t(account.recovery ? 'health.yes' : 'health.no') },
            { title: t('health.backup'), cell: (account: Account) => (account.backup ? ago(account.backup) : t('health.backup.never')) },
            { title: t('health.move'), cell: (account: Account) => (account.stuck ? t('health.stuck', { n: account.stuck }) : '') },
          ]}></gw-table>
          ${this.next ? html`<button type="button" class="button plain" @click=${this.#more}>${t('overview.more')}</button>` : nothing}`,
        { empty: accounts => accounts.length === 0 && `health.${this.#list}` },
      )}
      <p class="soft small">${t('health.unknown')}</p>`;
  }

  #more() {
    this.#after = this.next;
    void this.#accounts.run();
  }

  #show(list: string) {
    this.query = new URLSearchParams({ list });
    mark(this.query);
  }
}

/** The figures as a bar whose parts are accounts, and what the loss of this server would cost. */
export function healthFigures(health: Health) {
  const parts = [
    ['safe', health.safe],
    ['behind', health.behind],
    ['others-silent', health.othersSilent],
    ['only-here', health.onlyHere],
  ] as const;
  const home = Math.max(1, health.home);
  let x = 0;
  return html`<section class="cost ${health.cost.accounts ? '' : 'none'}">
      <p class="cost-number">${health.cost.accounts ? t('health.cost', health.cost) : t('health.cost.nothing')}</p>
    </section>
    <svg class="share" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
      ${parts.map(([name, count]) => {
        const width = (count / home) * 1000;
        const rect = count ? svgPart(name, x, width) : nothing;
        x += width;
        return rect;
      })}
    </svg>
    <dl class="legend">
      ${parts.map(([name, count]) => figure(name, name, number(count)))}
      ${figure('elsewhere', '', number(health.elsewhere))}
      ${figure('no-recovery', '', t('health.of', { n: health.recovery, all: health.home }), 'recovery')}
      ${figure('no-passphrase', '', t('health.of', { n: health.keyBag, all: health.home }), 'keybag')}
      ${figure('one-device', '', number(health.oneDevice))}
      ${figure('no-backup', '', t('health.of', { n: health.backup, all: health.home }), 'backup')}
      ${figure('stuck', '', number(health.stuck))}
    </dl>`;
}

/** A figure, and the way to the accounts behind it, or behind what is missing. */
function figure(list: string, part: string, value: string, name = list) {
  return html`<div><dt>${part ? html`<span class="key part-${part}" aria-hidden="true"></span>` : nothing}<a href="/staff/health?list=${list}">${t(`health.part.${name}`)}</a></dt><dd>${value}</dd></div>`;
}

function svgPart(name: string, x: number, width: number) {
  return svg`<rect class="part-${name}" x=${x} y="0" width=${width} height="24"></rect>`;
}

customElements.define('gw-health', GwHealth);
