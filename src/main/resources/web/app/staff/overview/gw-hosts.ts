import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../../shell/api.ts';
import { Load } from '../../shell/load.ts';
import { mark } from '../../shell/router.ts';
import { ago, exact, number, t } from '../../shell/words.ts';
import '../../parts/gw-table.ts';

type Host = { host: string; waiting: number; failures: number; failingSince?: string; nextAttempt?: string; lastSuccess?: string; problem?: string };

/** The servers that something is sent to, the silent ones or all. */
export class GwHosts extends LitElement {
  @property({ attribute: false }) query: URLSearchParams | undefined;
  @state() private next: string | undefined;
  #after: string | undefined;
  readonly #hosts = new Load<Host[]>(this, signal => this.#fetch(signal));

  protected override createRenderRoot() {
    return this;
  }

  get #all(): boolean {
    return this.query?.get('all') === 'true';
  }

  async #fetch(signal: AbortSignal): Promise<Host[]> {
    const before = this.#after ? (this.#hosts.value ?? []) : [];
    const query = new URLSearchParams({ ...(this.#all ? {} : { failing: 'true' }), ...(this.#after ? { after: this.#after } : {}) });
    const page = await api.get<{ hosts: Host[]; next?: string }>(`/admin/v1/hosts?${query}`, { signal });
    this.next = page.next;
    return [...before, ...page.hosts];
  }

  override render() {
    return html`<div class="head"><h1>${t('hosts.title')}</h1>
        <div class="segments" role="group" aria-label=${t('hosts.which')}>
          <button type="button" aria-pressed=${String(!this.#all)} @click=${() => this.#show(false)}>${t('hosts.failing')}</button>
          <button type="button" aria-pressed=${String(this.#all)} @click=${() => this.#show(true)}>${t('hosts.all')}</button>
        </div></div>
      <p>${t('hosts.text')}</p>
      ${this.#hosts.show(
        hosts => html`<gw-table .caption=${t('hosts.title')} .rows=${hosts} .key=${(host: Host) => host.host}
          .columns=${[
            { title: t('hosts.host'), cell: (host: Host) => host.host },
            { title: t('hosts.waiting'), end: true, cell: (host: Host) => number(host.waiting) },
            { title: t('hosts.since'), cell: (host: Host) => (host.failingSince ? time(host.failingSince) : t('hosts.well')) },
            { title: t('hosts.next'), cell: (host: Host) => (host.nextAttempt ? time(host.nextAttempt) : '–') },
            { title: t('hosts.problem'), cell: (host: Host) => host.problem ?? '' },
          ]}></gw-table>
          ${this.next ? html`<button type="button" class="button plain" @click=${this.#more}>${t('overview.more')}</button>` : nothing}`,
        { empty: hosts => hosts.length === 0 && !this.next && (this.#all ? 'hosts.all' : 'hosts') },
      )}`;
  }

  #more() {
    this.#after = this.next;
    void this.#hosts.run();
  }

  #show(all: boolean) {
    this.query = new URLSearchParams(all ? { all: 'true' } : {});
    mark(this.query);
    this.#after = undefined;
    void this.#hosts.run();
  }
}

function time(at: string) {
  return html`<time datetime=${at} title=${exact(at)}>${ago(at)}</time>`;
}

customElements.define('gw-hosts', GwHosts);
