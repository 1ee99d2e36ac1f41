import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { ago, exact, t } from '../shell/words.ts';
import { failed } from '../parts/gw-toast.ts';
import { place, read, readUntil, said, told, type Page, type Told } from './told.ts';

/** What moderators, networks and people tell whoever is signed in, the newest first. What was not here before is marked. */
export class GwTold extends LitElement {
  @state() private fetching = false;
  readonly #until = readUntil();
  readonly #page = new Load<Page>(this, () => this.#first());

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  async #first(): Promise<Page> {
    const page = await told();
    read(page.list);
    return page;
  }

  override render() {
    const home = session.value?.account.home;
    return html`<h1>${t('told.title')}</h1>
      ${home ? html`<p>${t('told.elsewhere', { host: new URL(home).host })}</p>` : this.#page.show(page => this.#list(page), { empty: page => page.list.length === 0 && !page.before && 'told' })}`;
  }

  #list(page: Page) {
    return html`<ol class="told">${page.list.map(one => this.#one(one))}</ol>
      ${page.before ? html`<button type="button" class="button plain" ?disabled=${this.fetching} @click=${() => void this.#older(page)}>${t('told.older')}</button>` : nothing}`;
  }

  #one(one: Told) {
    const [first = '', ...rest] = said(one).split('\n');
    const more = rest.join('\n').trim();
    const to = place(one);
    return html`<li data-told=${one.notification}>
      <p><strong dir="auto">${t(`told.${one.notification}`, { who: one.handle ? `@${one.handle}` : t('told.somebody'), what: one.content ?? '' })}</strong>
        ${one.published > this.#until ? html`<span class="tag">${t('told.new')}</span>` : nothing}
        <time class="small soft" datetime=${one.published} title=${exact(one.published)}>${ago(one.published)}</time></p>
      ${more
        ? html`<details><summary dir="auto">${first}</summary><p class="told-text" dir="auto">${more}</p></details>`
        : first ? html`<p class="told-text" dir="auto">${first}</p>` : nothing}
      ${to ? html`<p><a href=${to}>${t(one.notification === 'moderation' ? 'told.see.decision' : 'told.see')}</a></p>` : nothing}
    </li>`;
  }

  async #older(page: Page) {
    this.fetching = true;
    try {
      const { list, before } = await told(page.before);
      this.#page.put({ list: [...page.list, ...list], ...(before && { before }) });
    } catch (failure) {
      failed(failure);
    } finally {
      this.fetching = false;
    }
  }
}
customElements.define('gw-told', GwTold);
