import { LitElement, html } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { session } from '../shell/session.ts';
import { language, t } from '../shell/words.ts';

type Notice = { id: string; kind: 'closing' | 'announcement' | 'duties'; text: string; newHome?: string; page?: string };
type Owed = { network: string; name?: string; duties: number };

const PUT_AWAY = 'godwit.notices';
const KNOWN = 'godwit.notices.known';
const OLD = 10 * 60_000;

/**
 * What who runs this server tells everybody, above every page, and what waits for the signature of whoever is signed in. It can be put
 * away; that the server closes cannot.
 */
export class GwNotices extends LitElement {
  /** As they were when this browser was last here, until the server has answered: most often they are the same, and nothing moves. */
  @state() private notices = kept<Notice>(KNOWN);
  @state() private away = kept<string>(PUT_AWAY);
  #asked = 0;
  #ends: (() => void)[] = [];

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    const returned = () => void (!document.hidden && Date.now() - this.#asked > OLD && this.#ask());
    document.addEventListener('visibilitychange', returned);
    const changed = () => void this.#ask();
    document.addEventListener('gw-notices', changed);
    this.#ends = [
      () => document.removeEventListener('visibilitychange', returned),
      () => document.removeEventListener('gw-notices', changed),
      language.watch(changed),
      session.watch(changed),
    ];
    void this.#ask();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.forEach(end => end());
  }

  async #ask() {
    this.#asked = Date.now();
    try {
      const headers = { 'Accept-Language': language.value };
      const did = session.value?.account.did;
      const [house, owed] = await Promise.all([
        api.get<{ notices: Notice[] }>('/notices', { headers }),
        did ? api.get<{ networks: Owed[] }>(`/networks/duties?account=${encodeURIComponent(did)}`, { headers }) : { networks: [] },
      ]);
      this.notices = [...house.notices, ...owed.networks.map(waiting)];
      localStorage.setItem(KNOWN, JSON.stringify(this.notices));
    } catch (failure) {
      // A page says what it has to say without it.
      Problem.of(failure);
    }
  }

  override render() {
    return this.notices
      .filter(notice => notice.kind === 'closing' || !this.away.includes(notice.id))
      .map(notice => html`<div class="banner notice" role="note">
        <span dir="auto">${notice.text} ${notice.page ? html`<a href=${notice.page}>${t('notice.duties.see')}</a>` : ''}</span>
        ${notice.kind !== 'closing'
          ? html`<button type="button" class="button quiet close" aria-label=${t('toast.close')} @click=${() => this.#putAway(notice.id)}>×</button>`
          : ''}
      </div>`);
  }

  #putAway(id: string) {
    this.away = [...this.away, id].slice(-50);
    localStorage.setItem(PUT_AWAY, JSON.stringify(this.away));
  }
}

function waiting(owed: Owed): Notice {
  return {
    id: `${owed.network} ${owed.duties}`,
    kind: 'duties',
    text: t('notice.duties', { n: owed.duties, network: owed.name ?? t('nav.networks') }),
    page: `/networks/${owed.network}/stewards`,
  };
}

function kept<T>(key: string): readonly T[] {
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? '[]') as unknown;
    return Array.isArray(list) ? (list as T[]) : [];
  } catch {
    return [];
  }
}

customElements.define('gw-notices', GwNotices);
