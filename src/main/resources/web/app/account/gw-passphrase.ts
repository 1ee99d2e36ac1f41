import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { t } from '../shell/words.ts';
import '../parts/gw-field.ts';
import type { GwField } from '../parts/gw-field.ts';
import { normal } from '../identity/passphrase.ts';
import './gw-new-passphrase.ts';
import type { GwNewPassphrase } from './gw-new-passphrase.ts';
import { presentOwner, type Owner } from './owners.ts';
import { changePassphrase } from './renewal.ts';
import { SignInProblem } from './signin.ts';

type Errors = { before?: string; passphrase?: string; again?: string; all?: string };

/** Changes the passphrase: the one until now, the new one, and that one again from the paper. */
export class GwPassphrase extends LitElement {
  @state() private errors: Errors = {};
  @state() private working = false;
  /** Set when it is done: the servers that still go by the old one. */
  @state() private others: string[] | undefined;
  readonly #owner = new Load<Owner>(this, () => presentOwner());

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<h1>${t('passphrase.title')}</h1>${this.#owner.show(owner => (this.others ? this.#done(this.others) : this.#form(owner)))}`;
  }

  #form(owner: Owner) {
    return html`<p>${t('passphrase.about')}</p>
      ${this.errors.all ? html`<p class="form-error" role="alert">${this.errors.all}</p>` : nothing}
      <form novalidate @submit=${(event: Event) => this.#change(event, owner)}>
        <input class="hidden" type="text" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly .value=${owner.name} />
        <gw-field name="before" type="password" autocomplete="current-password" required label=${t('passphrase.before')} .error=${this.errors.before ?? ''}
          ?disabled=${this.working}></gw-field>
        <gw-new-passphrase label=${t('passphrase.now')} .error=${this.errors.passphrase ?? ''} ?disabled=${this.working}></gw-new-passphrase>
        <gw-field name="again" type="password" autocomplete="new-password" required label=${t('passphrase.again')} help=${t('passphrase.again.help')}
          .error=${this.errors.again ?? ''} ?disabled=${this.working}></gw-field>
        <div class="actions">
          <button class="button" ?disabled=${this.working}>${t('passphrase.change')}</button>
          <a class="button quiet" href="/devices">${t('passphrase.back')}</a>
        </div>
        ${this.working ? html`<p role="status">${t('passphrase.working')}</p>` : nothing}
      </form>`;
  }

  #done(others: string[]) {
    return html`<p role="status">${t('passphrase.done')}</p>
      ${others.length
        ? html`<p>${t('passphrase.others', { n: others.length })}</p>
            <ul>${others.map(one => html`<li><a href="${one}/devices/passphrase">${new URL(one).host}</a></li>`)}</ul>`
        : nothing}
      <div class="actions"><a class="button plain" href="/devices">${t('devices.title')}</a></div>`;
  }

  async #change(event: Event, owner: Owner) {
    event.preventDefault();
    const typed = (name: string) => (this.querySelector(`gw-field[name=${name}]`) as GwField).value;
    const field = this.querySelector('gw-new-passphrase') as GwNewPassphrase;
    const weak = await field.wrong();
    const errors: Errors = {
      ...(typed('before') ? {} : { before: t('signin.passphrase.needed') }),
      ...(weak ? { passphrase: weak } : {}),
      ...(normal(typed('again')) === normal(field.value) ? {} : { again: t('signup.check.passphrase.wrong') }),
    };
    if (!Object.keys(errors).length) {
      this.working = true;
      this.errors = {};
      try {
        this.others = await changePassphrase(owner, typed('before'), field.value);
      } catch (failure) {
        Object.assign(errors, words(failure));
      } finally {
        this.working = false;
      }
    }
    this.errors = errors;
    await this.updateComplete;
    this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }
}

function words(failure: unknown): Errors {
  if (failure instanceof SignInProblem) {
    return failure.kind === 'wrong' ? { before: t('passphrase.wrong') } : { all: t(`signin.${failure.kind}`, { n: failure.seconds }) };
  }
  const problem = Problem.of(failure);
  return { all: problem.status === 409 ? t('passphrase.other') : problem.said };
}

customElements.define('gw-passphrase', GwPassphrase);
