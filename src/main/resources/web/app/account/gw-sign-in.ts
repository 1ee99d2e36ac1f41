import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { go } from '../shell/router.ts';
import { t } from '../shell/words.ts';
import '../parts/gw-field.ts';
import { resume } from './account.ts';
import { approved, askForApproval, type Asking } from './approval.ts';
import { owners, type Owner } from './owners.ts';
import { find, signIn, SignInProblem } from './signin.ts';

/** Sign-in: at once with the keys that this browser has, otherwise with name and passphrase. */
export class GwSignIn extends LitElement {
  @state() private known: Owner[] = [];
  @state() private other = false;
  @state() private handle = '';
  @state() private passphrase = '';
  @state() private working = false;
  @state() private asking: Asking | undefined;
  #waiting: AbortController | undefined;
  @state() private errors: { handle?: string; passphrase?: string; all?: string } = {};

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    void owners().then(all => (this.known = all));
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#waiting?.abort();
  }

  override render() {
    return html`<h1>${t('signin.heading')}</h1>
      ${this.errors.all ? html`<p class="form-error" role="alert">${this.errors.all}</p>` : nothing}
      ${this.working ? html`<p role="status">${t('signin.working')}</p>` : nothing}
      ${this.asking ? this.#code(this.asking) : this.known.length && !this.other ? this.#known() : this.#form()}`;
  }

  #known() {
    return html`<p>${t('signin.known')}</p>
      <div class="actions">
        ${this.known.map(one => html`<button type="button" class="button" ?disabled=${this.working} @click=${() => this.#continue(one)}>${t('signin.continue', { name: one.name })}</button>`)}
        <button type="button" class="button plain" ?disabled=${this.working} @click=${() => (this.other = true)}>${t('signin.other')}</button>
      </div>`;
  }

  #form() {
    return html`<form novalidate @submit=${this.#submit}>
        <gw-field name="username" autocomplete="username" required label=${t('signin.handle')} help=${t('signin.handle.help')} .value=${this.handle}
          .error=${this.errors.handle ?? ''} ?disabled=${this.working} @input=${(event: Event) => (this.handle = (event.target as HTMLInputElement).value)}></gw-field>
        <gw-field name="passphrase" type="password" autocomplete="current-password" required label=${t('signin.passphrase')} .value=${this.passphrase}
          .error=${this.errors.passphrase ?? ''} ?disabled=${this.working} @input=${(event: Event) => (this.passphrase = (event.target as HTMLInputElement).value)}></gw-field>
        <div class="actions">
          <button class="button" ?disabled=${this.working}>${t('signin.go')}</button>
          <button type="button" class="button plain" ?disabled=${this.working} @click=${this.#askOther}>${t('signin.approve')}</button>
        </div>
      </form>
      <p>${t('signin.new')} <a href="/sign-up">${t('signup.title')}</a></p>`;
  }

  readonly #submit = async (event: Event) => {
    event.preventDefault();
    this.errors = {
      ...(this.handle.trim() ? {} : { handle: t('signin.handle.needed') }),
      ...(this.passphrase ? {} : { passphrase: t('signin.passphrase.needed') }),
    };
    if (Object.keys(this.errors).length) {
      await this.updateComplete;
      this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
      return;
    }
    await this.#work(async () => {
      await signIn(await find(this.handle), this.passphrase);
      this.passphrase = '';
      await this.#in();
    });
  };

  #code(asking: Asking) {
    return html`<p>${t('signin.approve.about')}</p>
      <p class="code"><code>./godwit account approve ${asking.code}</code></p>
      <p>${t('signin.approve.compare')}</p>
      <p class="code"><strong>${asking.code}</strong></p>
      <p role="status">${t('signin.approve.waiting')}</p>
      <div class="actions"><button type="button" class="button plain" @click=${() => this.#waiting?.abort()}>${t('signin.approve.cancel')}</button></div>`;
  }

  /** Shows a code and waits until another device lets this browser in. */
  readonly #askOther = async () => {
    if (!this.handle.trim()) {
      this.errors = { handle: t('signin.handle.needed') };
      return;
    }
    await this.#work(async () => {
      const waiting = new AbortController();
      this.#waiting = waiting;
      this.asking = await askForApproval(await find(this.handle));
      this.working = false;
      try {
        if (await approved(this.asking, waiting.signal)) {
          await this.#in();
        } else {
          this.errors = { all: t('signin.approve.late') };
        }
      } catch (failure) {
        if (!waiting.signal.aborted) {
          throw failure;
        }
      } finally {
        this.asking = undefined;
      }
    });
  };

  async #continue(owner: Owner) {
    await this.#work(async () => {
      if (await resume(owner.did)) {
        await this.#in();
        return;
      }
      this.known = this.known.filter(one => one !== owner);
      this.handle = owner.name;
      this.errors = { all: t('signin.gone') };
    });
  }

  async #work(work: () => Promise<void>) {
    this.working = true;
    this.errors = {};
    try {
      await work();
    } catch (failure) {
      this.errors = failure instanceof SignInProblem ? this.#words(failure) : { all: said(Problem.of(failure)) };
      await this.updateComplete;
      this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    } finally {
      this.working = false;
    }
  }

  #words(problem: SignInProblem) {
    const text = t(`signin.${problem.kind}`, { n: problem.seconds });
    return problem.kind === 'unknown' ? { handle: text } : problem.kind === 'wrong' ? { passphrase: text } : { all: text };
  }

  /** Where one wanted to go, when it is an address of this app. */
  async #in() {
    const wanted = new URLSearchParams(location.search).get('to') ?? '/';
    const target = new URL(wanted, location.origin);
    await go(target.origin === location.origin ? target.pathname + target.search : '/', { replace: true });
  }
}

function said(problem: Problem): string {
  return problem.offline ? t('state.offline.first') : problem.detail || t('state.failed.first');
}

customElements.define('gw-sign-in', GwSignIn);
