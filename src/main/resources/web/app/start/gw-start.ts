import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { may, ownPage, session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { t } from '../shell/words.ts';
import '../parts/gw-portrait.ts';

/** The start page: what this is for strangers, and where to go for who is signed in. */
export class GwStart extends LitElement {
  @state() private byInvitation = false;
  @state() private hides = false;
  /** What the account was told and did not read yet, and how much of it is the moderators'. */
  @state() private fresh = { all: 0, decided: 0 };

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    void this.#ask();
    void this.#catchUp();
    void this.#affected();
    void this.#told();
  }

  /** What an earlier page of this browser could not finish. */
  async #catchUp() {
    const did = session.value?.account.did;
    if (did) {
      const { catchUp } = await import('../account/account.ts');
      await catchUp(did).catch((failure: unknown) => Problem.of(failure));
    }
  }

  async #affected() {
    if (!session.value) {
      return;
    }
    try {
      const { hidden } = await import('../affected/told.ts');
      this.hides = await hidden();
    } catch (failure) {
      // The page of decisions says it, too.
      Problem.of(failure);
    }
  }

  async #told() {
    if (!session.value) {
      return;
    }
    try {
      const { unread } = await import('../told/told.ts');
      const list = await unread();
      this.fresh = { all: list.length, decided: list.filter(one => one.notification === 'moderation').length };
    } catch (failure) {
      // The page of notifications says it, too.
      Problem.of(failure);
    }
  }

  async #ask() {
    try {
      const server = await api.get<{ registrations?: string }>('/.well-known/apgateway');
      this.byInvitation = server.registrations === 'invite';
    } catch (failure) {
      // The page says all that matters without it.
      Problem.of(failure);
    }
  }

  override render() {
    const who = session.value;
    if (!who) {
      return html`<h1 class="large">${t('start.heading')}</h1>
        <p>${t('start.text')}</p>
        ${this.byInvitation ? html`<p class="soft">${t('start.invite')}</p>` : nothing}
        <div class="actions">
          <a class="button" href="/sign-up">${t('signup.title')}</a>
          <a class="button plain" href="/sign-in">${t('signin.title')}</a>
        </div>
        <p><a href="/about">${t('start.about')}</a></p>`;
    }
    const places: [name: string, address: string][] = [
      ['profile', ownPage(who.account)],
      ['told', '/notifications'],
      ['devices', '/devices'],
      ['labels', '/settings/labels'],
      ['decisions', '/decisions'],
      ['networks', '/networks'],
    ];
    if (may('see-cases', 'see-accounts', 'see-log', 'domains', 'staff')) {
      places.unshift(['staff', '/staff']);
    }
    return html`<h1 class="with-portrait"><gw-portrait .who=${who.account.did}></gw-portrait>${t('start.hello', { name: who.account.name })}</h1>
      <p>${t('start.handle', { handle: who.account.handle })}</p>
      ${this.hides ? html`<p class="banner">${t('start.hidden')} <a href="/decisions">${t('start.hidden.why')}</a></p>` : nothing}
      ${this.fresh.decided && !this.hides ? html`<p class="banner">${t('start.moderators')} <a href="/notifications">${t('start.moderators.read')}</a></p>` : nothing}
      <p class="soft">${who.account.home ? t('guest.nokeys', { host: new URL(who.account.home).host }) : t('start.commands', { handle: who.account.handle })}</p>
      ${who.backupDue ? html`<p class="soft">${t('start.backup')}</p>` : nothing}
      <ul class="places">
        ${places.map(([name, address]) => html`<li><a href=${address}>
          <span class="place">${t(`start.${name}`)}${name === 'told' && this.fresh.all ? html` <span class="tag">${t('start.fresh', { n: this.fresh.all })}</span>` : nothing}</span>
          <span class="small soft">${t(`start.${name}.text`)}</span>
        </a></li>`)}
      </ul>`;
  }
}
customElements.define('gw-start', GwStart);
