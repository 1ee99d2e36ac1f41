import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { may, ownPage, session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { t } from '../shell/words.ts';

/** The start page: what this is for strangers, and where to go for who is signed in. */
export class GwStart extends LitElement {
  @state() private byInvitation = false;

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
  }

  /** What an earlier page of this browser could not finish. */
  async #catchUp() {
    const did = session.value?.account.did;
    if (did) {
      const { catchUp } = await import('../account/account.ts');
      await catchUp(did).catch((failure: unknown) => Problem.of(failure));
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
      return html`<h1>${t('start.heading')}</h1>
        <p>${t('start.text')}</p>
        ${this.byInvitation ? html`<p class="soft">${t('start.invite')}</p>` : nothing}
        <div class="actions">
          <a class="button" href="/sign-up">${t('signup.title')}</a>
          <a class="button plain" href="/sign-in">${t('signin.title')}</a>
        </div>`;
    }
    return html`<h1>${t('start.hello', { name: who.account.name })}</h1>
      <p>${t('start.handle', { handle: who.account.handle })}</p>
      <p class="soft">${t('start.commands', { handle: who.account.handle })}</p>
      ${who.backupDue ? html`<p class="soft">${t('start.backup')}</p>` : nothing}
      <div class="actions">
        ${may('see-cases', 'see-accounts', 'see-log', 'domains', 'staff') ? html`<a class="button" href="/staff">${t('start.staff')}</a>` : nothing}
        <a class="button plain" href=${ownPage(who.account)}>${t('start.profile')}</a>
        <a class="button plain" href="/devices">${t('start.devices')}</a>
        <a class="button plain" href="/decisions">${t('start.decisions')}</a>
        <a class="button plain" href="/networks">${t('start.networks')}</a>
      </div>`;
  }
}
customElements.define('gw-start', GwStart);
