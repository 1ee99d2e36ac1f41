import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { toHeading } from '../shell/router.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { t } from '../shell/words.ts';
import '../parts/gw-field.ts';
import type { GwField } from '../parts/gw-field.ts';
import { newKey, type OpenKey } from '../identity/keys.ts';
import { askedOf, paperWords } from '../identity/paper.ts';
import { KitProblem, ofPaper, proves, replace, standing, type Present } from './kit.ts';
import { wordsShown, wrongWords } from './on-paper.ts';
import { presentOwner, type Owner } from './owners.ts';
import { NOTICE_DAYS, type Recovery } from './recovery.ts';
import { SignInProblem } from './signin.ts';

type Step = 'start' | 'old' | 'lost' | 'kit' | 'check' | 'done';
type Shown = { owner: Owner; recovery: Recovery };
type Errors = Partial<Record<'old' | 'passphrase' | 'word0' | 'word1' | 'all', string>>;

const DAY = 86_400_000;

/** A recovery kit anew: by the old one, or by the passphrase when that is lost. It is announced only after it was tested. */
export class GwKit extends LitElement {
  @state() private step: Step = 'start';
  @state() private errors: Errors = {};
  @state() private working = false;
  @state() private words: string[] = [];
  #asked: [number, number] = [0, 1];
  #present: Present;
  #next: OpenKey | undefined;
  readonly #shown = new Load<Shown>(this, async () => {
    const owner = await presentOwner();
    return { owner, recovery: await standing(owner) };
  });

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    const title = this.step === 'kit' ? 'signup.kit' : this.step === 'check' ? 'signup.check' : 'kit.title';
    return html`<h1>${t(title)}</h1>${this.#shown.show(shown => this.#body(shown))}`;
  }

  #body(shown: Shown) {
    switch (this.step) {
      case 'start':
        return this.#start(shown);
      case 'old':
        return this.#form(html`<p>${t('kit.old.about')}</p>
            <gw-field name="old" type="textarea" rows="4" required label=${t('kit.old.words')} help=${t('kit.old.help')} .error=${this.errors.old ?? ''} ?disabled=${this.working}></gw-field>`,
          () => this.#byPaper(shown.owner), 'start');
      case 'lost':
        return this.#form(html`<p>${t('kit.lost.about', { days: NOTICE_DAYS })}</p>
            <input class="hidden" type="text" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly .value=${shown.owner.name} />
            <gw-field name="passphrase" type="password" autocomplete="current-password" required label=${t('signup.check.passphrase')} .error=${this.errors.passphrase ?? ''} ?disabled=${this.working}></gw-field>`,
          () => this.#byPassphrase(shown.owner), 'start');
      case 'kit':
        return html`<p>${t('signup.kit.about')}</p>
          ${wordsShown(`${shown.owner.name}@${location.host}`, this.words)}
          <div class="actions">
            <button type="button" class="button" @click=${() => this.#to('check')}>${t('signup.next')}</button>
            <button type="button" class="button plain" @click=${() => print()}>${t('signup.kit.print')}</button>
          </div>`;
      case 'check': {
        const fields = this.#asked.map((place, i) => html`<gw-field name="word${i}" required label=${t('signup.check.word', { n: place + 1 })}
            .error=${(i ? this.errors.word1 : this.errors.word0) ?? ''} ?disabled=${this.working}></gw-field>`);
        return this.#form(html`<p>${t('signup.check.about')}</p>${fields}`, () => this.#checked(shown.owner), 'kit');
      }
      case 'done':
        return html`<p role="status">${t(this.#present ? 'kit.done' : 'kit.done.lost', { day: new Date(Date.now() + NOTICE_DAYS * DAY) })}</p>
          <div class="actions"><a class="button plain" href="/devices">${t('devices.title')}</a></div>`;
    }
  }

  #start({ recovery }: Shown) {
    const { announced, frozen } = recovery;
    return html`<p>${t('kit.about')}</p>
      ${announced ? html`<p class="state">${t('kit.announced', { day: new Date(Date.parse(announced.at) + NOTICE_DAYS * DAY) })}</p>` : nothing}
      ${frozen
        ? html`<p class="state">${t('kit.frozen')}</p>`
        : html`<div class="actions">
            <button type="button" class="button" @click=${() => this.#to('old')}>${t('kit.old')}</button>
            ${announced ? nothing : html`<button type="button" class="button plain" @click=${() => this.#to('lost')}>${t('kit.lost')}</button>`}
            <a class="button quiet" href="/devices">${t('passphrase.back')}</a>
          </div>`}`;
  }

  #form(fields: unknown, work: () => Promise<void>, back: Step) {
    const done = (event: Event) => {
      event.preventDefault();
      void this.#work(work);
    };
    return html`<form novalidate @submit=${done}>
      ${this.errors.all ? html`<p class="form-error" role="alert">${this.errors.all}</p>` : nothing}
      ${fields}
      <div class="actions">
        <button class="button" ?disabled=${this.working}>${t(this.step === 'check' ? 'kit.make' : 'signup.next')}</button>
        <button type="button" class="button quiet" ?disabled=${this.working} @click=${() => this.#to(back)}>${t(back === 'kit' ? 'signup.check.again' : 'signup.back')}</button>
      </div>
    </form>`;
  }

  async #byPaper(owner: Owner) {
    this.#present = await ofPaper(owner, this.#typed('old'));
    await this.#show();
  }

  async #byPassphrase(owner: Owner) {
    if (!this.#typed('passphrase')) {
      this.errors = { passphrase: t('signin.passphrase.needed') };
      return;
    }
    await proves(owner, this.#typed('passphrase'));
    this.#present = undefined;
    await this.#show();
  }

  async #show() {
    this.#next = await newKey();
    this.words = await paperWords(this.#next.seed);
    this.#asked = askedOf();
    await this.#to('kit');
  }

  async #checked(owner: Owner) {
    this.errors = wrongWords(this.words, this.#asked, name => this.#typed(name));
    if (!Object.keys(this.errors).length) {
      await replace(owner, this.#present, this.#next as OpenKey);
      this.#next = undefined;
      this.words = [];
      await this.#to('done');
    }
  }

  async #work(work: () => Promise<void>) {
    this.working = true;
    this.errors = {};
    try {
      await work();
    } catch (failure) {
      this.errors = words(failure);
    } finally {
      this.working = false;
    }
    await this.updateComplete;
    this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  #typed(name: string): string {
    return (this.querySelector(`gw-field[name=${name}]`) as GwField).value;
  }

  async #to(step: Step) {
    this.step = step;
    this.errors = {};
    await this.updateComplete;
    toHeading(this);
  }
}

function words(failure: unknown): Errors {
  if (failure instanceof SignInProblem) {
    return failure.kind === 'wrong' ? { passphrase: t('kit.passphrase.wrong') } : { all: t(`signin.${failure.kind}`, { n: failure.seconds }) };
  }
  if (failure instanceof KitProblem) {
    const said = t(failure.kind === 'announced' ? 'kit.announced.already' : `kit.${failure.kind}`, { n: failure.place });
    return failure.kind === 'frozen' || failure.kind === 'announced' ? { all: said } : { old: said };
  }
  return { all: Problem.of(failure).said };
}

customElements.define('gw-kit', GwKit);
