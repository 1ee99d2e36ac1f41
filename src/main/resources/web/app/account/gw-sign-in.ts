import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { go, own } from '../shell/router.ts';
import { t } from '../shell/words.ts';
import '../parts/gw-field.ts';
import { resume } from './account.ts';
import { approved, askForApproval, type Asking } from './approval.ts';
import { askAsGuest, signedInAsGuest, type GuestAsking } from './guest.ts';
import { owners, type Owner } from './owners.ts';
import { find, signIn, SignInProblem, type Found } from './signin.ts';

/** Sign-in: at once with the keys that this browser has, otherwise with name and passphrase. */
export class GwSignIn extends LitElement {
  /** The accounts in this browser, once it has looked. */
  @state() private known: Owner[] | undefined;
  @state() private other = false;
  @state() private handle = '';
  @state() private passphrase = '';
  @state() private working = false;
  /** The name as it was when the cursor left its field. */
  @state() private settled = '';
  /** A name with another host whose account this server turned out to keep. */
  @state() private kept = '';
  @state() private asking: Asking | GuestAsking | undefined;
  #waiting: AbortController | undefined;
  @state() private errors: { handle?: string; passphrase?: string; all?: string } = {};

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    void owners().then(
      all => (this.known = all),
      () => (this.known = []),
    );
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#waiting?.abort();
  }

  override render() {
    return html`<h1>${t('signin.heading')}</h1>
      ${this.errors.all ? html`<p class="form-error" role="alert">${this.errors.all}</p>` : nothing}
      ${this.working ? html`<p role="status">${t('signin.working')}</p>` : nothing}
      ${this.asking ? this.#code(this.asking) : this.known && this.#choice(this.known)}`;
  }

  /** The accounts that are here already, or the form. */
  #choice(known: Owner[]) {
    return known.length && !this.other ? this.#known(known) : this.#form();
  }

  #known(known: Owner[]) {
    return html`<p>${t('signin.known')}</p>
      <div class="actions">
        ${known.map(one => html`<button type="button" class="button" ?disabled=${this.working} @click=${() => this.#continue(one)}>${t('signin.continue', { name: one.name })}</button>`)}
        <button type="button" class="button plain" ?disabled=${this.working} @click=${() => (this.other = true)}>${t('signin.other')}</button>
      </div>`;
  }

  #form() {
    const here = this.#asksHere();
    return html`<form novalidate @submit=${this.#submit}>
        <gw-field name="username" autocomplete="username" required label=${t('signin.handle')} help=${t('signin.handle.help')} .value=${this.handle}
          .error=${this.errors.handle ?? ''} ?disabled=${this.working} @input=${(event: Event) => (this.handle = (event.target as HTMLInputElement).value)} @change=${this.#settle}></gw-field>
        ${here ? this.#passphraseField() : html`<p class="soft">${t('signin.guest.about')}</p>`}
        <div class="actions">
          <button class="button" ?disabled=${this.working}>${t(here ? 'signin.go' : 'signin.next')}</button>
          ${here ? html`<button type="button" class="button plain" ?disabled=${this.working} @click=${this.#askOther}>${t('signin.approve')}</button>` : nothing}
        </div>
      </form>
      <p>${t('signin.new')} <a href="/sign-up">${t('signup.title')}</a></p>`;
  }

  #passphraseField() {
    return html`<gw-field name="passphrase" type="password" autocomplete="current-password" required label=${t('signin.passphrase')} .value=${this.passphrase}
          .error=${this.errors.passphrase ?? ''} ?disabled=${this.working} @input=${(event: Event) => (this.passphrase = (event.target as HTMLInputElement).value)}></gw-field>`;
  }

  readonly #settle = () => {
    this.settled = this.handle.trim();
    this.errors = {};
  };

  /** Whether this server may ask for the passphrase: of its own accounts, and of those that are known to list it. */
  #asksHere(): boolean {
    const host = this.settled.replace(/^@/, '').split('@')[1];
    return this.kept === this.settled || (!this.settled.startsWith('did:') && (host === undefined || host.toLowerCase() === location.host));
  }

  readonly #submit = async (event: Event) => {
    event.preventDefault();
    this.settled = this.handle.trim();
    this.errors = {
      ...(this.handle.trim() ? {} : { handle: t('signin.handle.needed') }),
      ...(this.passphrase || !this.#asksHere() ? {} : { passphrase: t('signin.passphrase.needed') }),
    };
    if (Object.keys(this.errors).length) {
      await this.updateComplete;
      this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
      return;
    }
    await this.#work(async () => {
      const found = await this.#find();
      if (!found) {
        return;
      }
      if (!this.#asksHere()) {
        this.kept = this.settled;
        await this.updateComplete;
        this.querySelector<HTMLElement>('input[name=passphrase]')?.focus();
        return;
      }
      await signIn(found, this.passphrase);
      this.passphrase = '';
      await this.#in();
    });
  };

  /** The account, when it is one of this server; for one of another server the passphrase is forgotten and another device asked. */
  async #find(): Promise<Found | undefined> {
    try {
      return await find(this.handle);
    } catch (failure) {
      if (!(failure instanceof SignInProblem) || failure.kind !== 'elsewhere') {
        throw failure;
      }
      this.passphrase = '';
      await this.#wait(await askAsGuest(this.handle.trim().replace(/^@/, '')), (asking, signal) => signedInAsGuest(asking, signal));
      return undefined;
    }
  }

  #code(asking: Asking | GuestAsking) {
    const home = 'home' in asking ? asking.home : undefined;
    const host = home && new URL(home).host;
    const address = `${home ?? location.origin}/approve?code=${asking.code}`;
    return html`${host ? html`<p><strong>${t('signin.guest', { handle: (asking as GuestAsking).handle, host })}</strong></p>` : nothing}
      <p>${t('signin.approve.compare')}</p>
      <p class="code"><strong>${asking.code}</strong></p>
      <p>${t('signin.approve.browser', { host: host ?? location.host })}</p>
      <p class="code"><a href=${address} target="_blank" rel="noopener">${home ?? location.origin}/approve</a></p>
      <p>${t('signin.approve.about')}</p>
      <p class="code"><code>./godwit account approve ${asking.code}${host ? ` --at ${location.origin}` : ''}</code></p>
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
      const found = await this.#find();
      if (found) {
        await this.#wait(await askForApproval(found), approved);
      }
    });
  };

  async #wait<A extends Asking | GuestAsking>(asking: A, done: (asking: A, signal: AbortSignal) => Promise<unknown>) {
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.asking = asking;
    this.working = false;
    try {
      if (await done(asking, waiting.signal)) {
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
  }

  async #continue(owner: Owner) {
    await this.#work(async () => {
      if (await resume(owner.did)) {
        await this.#in();
        return;
      }
      this.known = this.known?.filter(one => one !== owner);
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
      this.errors = failure instanceof SignInProblem ? this.#words(failure) : { all: Problem.of(failure).said };
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
    await go(own(new URLSearchParams(location.search).get('to') ?? '/'), { replace: true });
  }
}

customElements.define('gw-sign-in', GwSignIn);
