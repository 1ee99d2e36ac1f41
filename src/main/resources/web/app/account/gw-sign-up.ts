import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { go, toHeading } from '../shell/router.ts';
import { t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import '../parts/gw-field.ts';
import '../parts/gw-state.ts';
import type { GwField } from '../parts/gw-field.ts';
import { askedOf, paperWords } from '../identity/paper.ts';
import { normal } from '../identity/passphrase.ts';
import { Load } from '../shell/load.ts';
import { server, type Server } from './account.ts';
import './gw-new-passphrase.ts';
import type { GwNewPassphrase } from './gw-new-passphrase.ts';
import { wordsShown, wrongWords } from './on-paper.ts';
import { newKeys, register, type NewKeys } from './registration.ts';

type Step = 'form' | 'kit' | 'check' | 'making';
type Errors = Partial<Record<'name' | 'passphrase' | 'invite' | 'word0' | 'word1' | 'again' | 'all', string>>;

const NAME = /^[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*$/;
const NAME_MOST = 30;

/** Sign-up: name and passphrase, the recovery kit, a test of what was written down; then the account is made in this browser. */
export class GwSignUp extends LitElement {
  @state() private step: Step = 'form';
  @state() private name = '';
  @state() private passphrase = '';
  @state() private invite = '';
  @state() private errors: Errors = {};
  @state() private words: string[] = [];
  #asked: [number, number] = [0, 1];
  #keys: NewKeys | undefined;
  readonly #server = new Load<Server>(this, server);

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.invite = new URLSearchParams(location.search).get('invite') ?? '';
  }

  override render() {
    return html`<h1>${t(this.step === 'kit' ? 'signup.kit' : this.step === 'check' ? 'signup.check' : 'signup.heading')}</h1>
      ${this.#server.show(here => this.#body(here))}`;
  }

  #body(here: Server) {
    if (here.registrations === 'closed') {
      return html`<p>${t('signup.closed')}</p>`;
    }
    switch (this.step) {
      case 'form':
        return this.#form(here);
      case 'kit':
        return this.#kit(here);
      case 'check':
        return this.#check(here);
      case 'making':
        return html`<p role="status">${t('signup.making')}</p>`;
    }
  }

  #form(here: Server) {
    const handle = `${this.name || t('signup.name').toLowerCase()}@${new URL(here.origin).host}`;
    return html`<p>${t('signup.about')}</p>
      <form novalidate @submit=${(event: Event) => this.#chosen(event, here)}>
        ${this.#summary()}
        <gw-field name="username" autocomplete="username" required maxlength=${NAME_MOST} label=${t('signup.name')} .value=${this.name}
          .error=${this.errors.name ?? ''} help=${t('signup.name.help', { handle })} @input=${(event: Event) => (this.name = value(event).trim())}></gw-field>
        <gw-new-passphrase label=${t('signup.passphrase')} .value=${this.passphrase} .error=${this.errors.passphrase ?? ''}></gw-new-passphrase>
        ${here.registrations === 'invite'
          ? html`<gw-field name="invite" required label=${t('signup.invite')} help=${t('signup.invite.help')} .value=${this.invite}
              .error=${this.errors.invite ?? ''} @input=${(event: Event) => (this.invite = value(event).trim())}></gw-field>`
          : nothing}
        <div class="actions"><button class="button">${t('signup.next')}</button></div>
      </form>`;
  }

  async #chosen(event: Event, here: Server) {
    event.preventDefault();
    const errors: Errors = {};
    const field = this.querySelector('gw-new-passphrase') as GwNewPassphrase;
    this.passphrase = field.value;
    const wrong = await field.wrong();
    if (!this.name) {
      errors.name = t('signup.name.needed');
    } else if (this.name.length > NAME_MOST || !NAME.test(this.name)) {
      errors.name = t('signup.name.form');
    } else if (await this.#taken(here)) {
      errors.name = t('signup.name.taken');
    }
    if (wrong) {
      errors.passphrase = wrong;
    }
    if (here.registrations === 'invite' && !this.invite) {
      errors.invite = t('signup.invite.needed');
    }
    if (this.#wrong(errors)) {
      return;
    }
    this.#keys ??= await newKeys();
    this.words = await paperWords(this.#keys.recovery.seed);
    this.#asked = askedOf();
    await this.#to('kit');
  }

  /** Whether somebody else has the name already; the server decides in the end. */
  async #taken(here: Server): Promise<boolean> {
    const handle = `${this.name}@${new URL(here.origin).host}`;
    try {
      const { did } = await api.get<{ did: string }>(`/client/v1/account?handle=${encodeURIComponent(handle)}`, { fresh: true });
      return did !== this.#keys?.authority.did;
    } catch (failure) {
      Problem.of(failure);
      return false;
    }
  }

  #kit(here: Server) {
    return html`<p>${t('signup.kit.about')}</p>
      ${wordsShown(`${this.name}@${new URL(here.origin).host}`, this.words)}
      <div class="actions">
        <button type="button" class="button" @click=${() => this.#to('check')}>${t('signup.next')}</button>
        <button type="button" class="button plain" @click=${() => print()}>${t('signup.kit.print')}</button>
        <button type="button" class="button quiet" @click=${() => this.#to('form')}>${t('signup.back')}</button>
      </div>`;
  }

  #check(here: Server) {
    const [one, two] = this.#asked;
    return html`<p>${t('signup.check.about')}</p>
      <form novalidate @submit=${(event: Event) => this.#checked(event, here)}>
        ${this.#summary()}
        <input class="hidden" type="text" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly .value=${this.name} />
        <gw-field name="word0" required label=${t('signup.check.word', { n: one + 1 })} .error=${this.errors.word0 ?? ''}></gw-field>
        <gw-field name="word1" required label=${t('signup.check.word', { n: two + 1 })} .error=${this.errors.word1 ?? ''}></gw-field>
        <gw-field name="again" type="password" autocomplete="new-password" required label=${t('signup.check.passphrase')} .error=${this.errors.again ?? ''}></gw-field>
        <div class="actions">
          <button class="button">${t('signup.make')}</button>
          <button type="button" class="button quiet" @click=${() => this.#to('kit')}>${t('signup.check.again')}</button>
        </div>
      </form>`;
  }

  async #checked(event: Event, here: Server) {
    event.preventDefault();
    const typed = (name: string) => (this.querySelector(`gw-field[name=${name}]`) as GwField).value;
    const errors: Errors = wrongWords(this.words, this.#asked, typed);
    if (normal(typed('again')) !== normal(this.passphrase)) {
      errors.again = t('signup.check.passphrase.wrong');
    }
    if (!this.#wrong(errors)) {
      await this.#make(here);
    }
  }

  async #make(here: Server) {
    await this.#to('making');
    try {
      await register(this.#keys as NewKeys, this.name, this.passphrase, here, this.invite);
      this.#keys = undefined;
      await go('/', { replace: true });
      toast({ text: t('signup.done') });
    } catch (failure) {
      await this.#to('form');
      this.#wrong(words(Problem.of(failure), this.invite));
    }
  }

  #summary() {
    const all = Object.values(this.errors);
    return all.length
      ? html`<div class="form-error" role="alert" tabindex="-1"><p>${t('signup.summary', { n: all.length })}</p>
          <ul>${all.map(one => html`<li>${one}</li>`)}</ul></div>`
      : nothing;
  }

  /** Shows what is wrong and puts the cursor to it; true when something is. */
  #wrong(errors: Errors): boolean {
    this.errors = errors;
    const any = Object.keys(errors).length > 0;
    if (any) {
      void this.updateComplete.then(() => this.querySelector<HTMLElement>('.form-error')?.focus());
    }
    return any;
  }

  async #to(step: Step) {
    this.step = step;
    this.errors = {};
    await this.updateComplete;
    toHeading(this);
  }
}

function value(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

function words(problem: Problem, invite: string): Errors {
  if (problem.type === 'home-key') {
    return { all: t('signup.failed.homekey') };
  }
  if (problem.status === 403 && invite) {
    return { invite: t('signup.failed.invite') };
  }
  if (problem.status === 409 || problem.detail.includes('preferredUsername')) {
    return { name: t('signup.name.taken') };
  }
  return { all: problem.said };
}

customElements.define('gw-sign-up', GwSignUp);
