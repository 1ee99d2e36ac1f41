import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { go } from '../shell/router.ts';
import { endSession, session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { ago, exact, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import '../parts/gw-dialog.ts';
import '../parts/gw-field.ts';
import type { GwField } from '../parts/gw-field.ts';
import { named } from './agent.ts';
import { devicesOf, revoke, type Device } from './devices.ts';
import './gw-sessions.ts';
import type { SignedIn } from './gw-sessions.ts';
import { forget, presentOwner, type Owner } from './owners.ts';

/** `home`: of a guest, whose devices are managed there. */
type Own = { owner: Owner; devices: Device[]; sessions: SignedIn[]; home?: undefined };
type Shown = Own | { home: string; sessions: SignedIn[] };

/** The devices that may speak for whoever is signed in, each of which can be removed by typing a word, and the browsers that are signed in. */
export class GwDevices extends LitElement {
  @state() private asking: Device | undefined;
  @state() private error = '';
  readonly #devices = new Load<Shown>(this, () => this.#fetch());

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  async #fetch(): Promise<Shown> {
    const home = session.value?.account.home;
    const owner = home ? undefined : await presentOwner();
    const { sessions } = await api.get<{ sessions: SignedIn[] }>('/session/list', { fresh: true });
    return owner ? { owner, devices: await devicesOf(owner), sessions } : { home: home as string, sessions };
  }

  override render() {
    return html`<h1>${t('devices.title')}</h1>
      ${this.#devices.show(shown => html`${shown.home === undefined ? this.#list(shown) : this.#guest(shown.home)}
        <gw-sessions .sessions=${shown.sessions} @gw-ended=${() => void this.#devices.run()}></gw-sessions>`)}
      <gw-dialog .open=${this.asking !== undefined} heading=${t('devices.ask')} .body=${() => this.#ask()} @gw-close=${() => (this.asking = undefined)}></gw-dialog>`;
  }

  #guest(home: string) {
    return html`<p>${t('guest.nokeys', { host: new URL(home).host })}</p>
      <div class="actions"><a class="button plain" href="${home}/devices">${t('guest.devices')}</a></div>`;
  }

  #list({ owner, devices, sessions }: Own) {
    const gone = devices.filter(device => device.revoked);
    return html`<p>${t('devices.about')}</p>
      <ul class="devices">
        ${devices.filter(device => !device.revoked).map(device => this.#device(device, owner, sessions))}
      </ul>
      <div class="actions">
        <a class="button plain" href="/approve">${t('approve.title')}</a>
        <a class="button plain" href="/devices/passphrase">${t('passphrase.title')}</a>
        <a class="button plain" href="/devices/kit">${t('kit.title')}</a>
      </div>
      ${gone.length
        ? html`<details><summary>${t('devices.removed')}</summary><ul class="devices">
            ${gone.map(device => html`<li><span>${t('devices.other')}<br /><span class="soft small">${t('devices.removed.one', { when: ago(device.revoked as string) })}</span></span></li>`)}
          </ul></details>`
        : nothing}`;
  }

  #device(device: Device, owner: Owner, sessions: SignedIn[]) {
    const own = device.did === owner.device.did;
    const agent = sessions.find(one => one.key === device.did)?.agent;
    return html`<li data-device=${device.did}>
      <div>
        ${own ? t('devices.this') : agent === undefined ? t('devices.other') : named(agent)}
        <div class="soft small"><time datetime=${device.added} title=${exact(device.added)}>${t('devices.added', { when: ago(device.added) })}</time></div>
        <details class="small"><summary>${t('devices.technical')}</summary><code>${device.did}</code></details>
      </div>
      ${own
        ? html`<button type="button" class="button plain" title=${t('devices.forget.text')} @click=${() => this.#forget(owner)}>${t('devices.forget')}</button>`
        : html`<button type="button" class="button danger" @click=${() => (this.asking = device)}>${t('devices.remove')}</button>`}
    </li>`;
  }

  #ask() {
    return html`<form novalidate @submit=${this.#remove}>
      <p>${t('devices.ask.text')}</p>
      <gw-field name="word" required label=${t('devices.ask.type', { word: t('devices.ask.word') })} .error=${this.error}></gw-field>
      <div class="actions"><button class="button danger">${t('devices.remove')}</button></div>
    </form>`;
  }

  readonly #remove = async (event: Event) => {
    event.preventDefault();
    const typed = (this.querySelector('gw-field[name=word]') as GwField).value.trim().toLowerCase();
    if (typed !== t('devices.ask.word')) {
      this.error = t('devices.ask.wrong');
      return;
    }
    const { owner } = this.#devices.value as Own;
    try {
      await revoke(owner, (this.asking as Device).did);
      this.asking = undefined;
      this.error = '';
      toast({ text: t('devices.done') });
      await this.#devices.run();
    } catch (failure) {
      this.error = Problem.of(failure).said;
    }
  };

  /** Removes this browser: its device may speak no more, its keys and its session are gone. */
  async #forget(owner: Owner) {
    try {
      await revoke(owner, owner.device.did);
      await endSession();
      await forget(owner.did);
      await go('/');
    } catch (failure) {
      toast({ text: Problem.of(failure).said, alert: true });
    }
  }
}
customElements.define('gw-devices', GwDevices);
