import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { ago, exact, t } from '../shell/words.ts';
import '../parts/gw-field.ts';
import type { GwField } from '../parts/gw-field.ts';
import { server } from './account.ts';
import { named } from './agent.ts';
import { approvalCode } from './approval.ts';
import { letIn, refuse, signInElsewhere, waitingWith, type Waiting } from './approving.ts';
import { presentOwner, type Owner } from './owners.ts';
import { SignInProblem } from './signin.ts';

type Asked = Waiting & { code: string };
type Done = 'in' | 'elsewhere' | 'refused';

/** Lets another browser in that shows a code, or sends it away: one of this account's devices to be, or a visitor of another server. */
export class GwApprove extends LitElement {
  @property({ attribute: false }) query: URLSearchParams | undefined;
  @state() private typed = '';
  @state() private asked: Asked | undefined;
  @state() private errors: { code?: string; passphrase?: string; at?: string; all?: string } = {};
  @state() private working = false;
  @state() private done: Done | undefined;
  readonly #owner = new Load<Owner>(this, () => presentOwner());

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.typed = this.query?.get('code') ?? '';
  }

  override render() {
    return html`<h1>${t('approve.title')}</h1>${this.#owner.show(owner => this.#body(owner))}`;
  }

  #body(owner: Owner) {
    if (this.done) {
      return html`<p role="status">${t(`approve.done.${this.done}`, { host: host(this.asked) })}</p>
        <div class="actions"><a class="button plain" href="/devices">${t('devices.title')}</a></div>`;
    }
    return html`${this.errors.all ? html`<p class="form-error" role="alert">${this.errors.all}</p>` : nothing}
      ${this.asked ? this.#question(owner, this.asked) : this.#code(owner)}`;
  }

  #code(owner: Owner) {
    return html`<p>${t('approve.about')}</p>
      <form novalidate @submit=${(event: Event) => this.#find(event, owner)}>
        <gw-field name="code" required label=${t('approve.code')} help=${t('approve.code.help')} .value=${this.typed} .error=${this.errors.code ?? ''}
          ?disabled=${this.working} @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}></gw-field>
        <div class="actions"><button class="button" ?disabled=${this.working}>${t('approve.find')}</button></div>
      </form>`;
  }

  #question(owner: Owner, asked: Asked) {
    const elsewhere = asked.elsewhere !== undefined;
    return html`<dl class="facts">
        <div><dt>${t('approve.browser')}</dt><dd>${named(asked.agent)}</dd></div>
        <div><dt>${t('approve.since')}</dt><dd><time datetime=${asked.since} title=${exact(asked.since)}>${ago(asked.since)}</time></dd></div>
        ${elsewhere ? html`<div><dt>${t('approve.where')}</dt><dd><strong>${host(asked)}</strong></dd></div>` : nothing}
        <div><dt>${t('approve.code')}</dt><dd class="mono">${asked.code}</dd></div>
      </dl>
      <p>${t(elsewhere ? 'approve.elsewhere' : 'approve.own', { host: host(asked) })}</p>
      <form novalidate @submit=${(event: Event) => this.#approve(event, owner, asked)}>
        ${elsewhere
          ? html`<gw-field name="at" required inputmode="url" label=${t('approve.at')} help=${t('approve.at.help')} .error=${this.errors.at ?? ''} ?disabled=${this.working}></gw-field>`
          : html`<input class="hidden" type="text" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly .value=${owner.name} />
              <gw-field name="passphrase" type="password" autocomplete="current-password" required label=${t('signin.passphrase')} help=${t('approve.passphrase.help')}
                .error=${this.errors.passphrase ?? ''} ?disabled=${this.working}></gw-field>`}
        <div class="actions">
          <button class="button" ?disabled=${this.working}>${t(elsewhere ? 'approve.signin' : 'approve.letin')}</button>
          <button type="button" class="button danger" ?disabled=${this.working} @click=${() => this.#refuse(owner, asked)}>${t('approve.refuse')}</button>
        </div>
        ${this.working ? html`<p role="status">${t('approve.working')}</p>` : nothing}
      </form>`;
  }

  async #find(event: Event, owner: Owner) {
    event.preventDefault();
    await this.#work(async () => {
      const found = await waitingWith(owner, this.typed);
      if (!found) {
        this.errors = { code: t('approve.unknown') };
        return;
      }
      this.asked = { ...found, code: await approvalCode(owner.did, found.device, found.elsewhere) };
    });
  }

  async #approve(event: Event, owner: Owner, asked: Asked) {
    event.preventDefault();
    const typed = (this.querySelector('gw-field[name=at], gw-field[name=passphrase]') as GwField).value;
    if (asked.elsewhere !== undefined) {
      if (hostOf(typed) !== host(asked)) {
        this.errors = { at: t(typed.trim() ? 'approve.at.wrong' : 'approve.at.needed', { host: host(asked) }) };
        await this.#focus();
        return;
      }
      await this.#work(() => signInElsewhere(owner, asked), 'elsewhere');
      return;
    }
    if (!typed) {
      this.errors = { passphrase: t('signin.passphrase.needed') };
      await this.#focus();
      return;
    }
    await this.#work(async () => letIn(owner, asked, typed, (await server()).instance), 'in');
  }

  async #refuse(owner: Owner, asked: Asked) {
    await this.#work(() => refuse(owner, asked), 'refused');
  }

  async #work(work: () => Promise<void>, done?: Done) {
    this.working = true;
    this.errors = {};
    try {
      await work();
      this.done = done;
    } catch (failure) {
      this.errors = this.#words(failure);
    } finally {
      this.working = false;
    }
    await this.#focus();
  }

  #words(failure: unknown) {
    if (failure instanceof SignInProblem) {
      const text = t(`signin.${failure.kind}`, { n: failure.seconds });
      return failure.kind === 'wrong' ? { passphrase: text } : { all: text };
    }
    const problem = Problem.of(failure);
    if (problem.status === 404) {
      this.asked = undefined;
      return { code: t('approve.unknown') };
    }
    return { all: problem.said };
  }

  async #focus() {
    await this.updateComplete;
    this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }
}

/** The server that a browser wants to be signed in at, as one reads it in the address bar. */
function host(asked: Waiting | undefined): string {
  return asked?.elsewhere === undefined ? '' : new URL(asked.elsewhere).host;
}

/** The host in what somebody typed or copied from an address bar; empty when there is none. */
function hostOf(typed: string): string {
  const text = typed.trim().toLowerCase();
  const address = text.includes('://') ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address).host : '';
}

customElements.define('gw-approve', GwApprove);
