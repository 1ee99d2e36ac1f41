import { LitElement, html } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import { noKeys } from '../account/owners.ts';
import { join, leave } from './acts.ts';
import { membershipOf, opened, pageOf, shows, type Card, type Membership, type Opened } from './network.ts';

type Shown = Opened & { membership: Membership | undefined };

/** Joining a network, and leaving it; both at once and by the account's own word. */
export class GwMembership extends LitElement {
  @property({ attribute: false }) params: Record<string, string> = {};
  @state() private busy = false;
  readonly #shown = new Load<Shown>(this, signal => this.#fetch(signal));

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  async #fetch(signal: AbortSignal): Promise<Shown> {
    const all = await opened(this.params['did'], signal);
    return { ...all, membership: all.me ? await membershipOf(all.card.network, all.me, signal) : undefined };
  }

  override render() {
    return html`<h1>${t('membership.title')}</h1>
      ${this.#shown.show(shown => this.#page(shown))}`;
  }

  #page({ card, membership, keys }: Shown) {
    return html`<p class="lead"><a href=${pageOf(card.network)} dir="auto">${card.name ?? t('network.unnamed')}</a></p>
      <p dir="auto">${card.summary ?? ''}</p>
      ${membership ? this.#member(card, membership, keys) : this.#stranger(card, keys)}`;
  }

  #member(card: Card, membership: Membership, keys: boolean) {
    return html`<p>${t(membership.counts ? 'membership.member' : 'membership.waiting')}</p>
      <p class="soft">${t('membership.leaving')}</p>
      ${this.#button('membership.leave', keys, () => this.#leave(card, membership), 'button danger')}`;
  }

  #stranger(card: Card, keys: boolean) {
    return html`<p>${t('membership.about')}</p>
      <p class="soft">${t(`membership.door.${card.joining ?? 'open'}`)}</p>
      ${card.charter === undefined
        ? html`<p class="state">${t('membership.norules')}</p>`
        : this.#button('membership.join', keys, () => this.#join(card), 'button')}`;
  }

  #button(key: string, keys: boolean, work: () => Promise<void>, style: string) {
    if (!session.value) {
      return html`<a class="button" href="/sign-in">${t('membership.signin')}</a>`;
    }
    return keys
      ? html`<button type="button" class=${style} ?disabled=${this.busy} @click=${() => void work()}>${t(key)}</button>`
      : html`<p class="state">${noKeys('network.nokeys')} <a href="${session.value.account.home ?? ''}/sign-in">${t('membership.signin')}</a></p>`;
  }

  async #join(card: Card) {
    await this.#work(did => join(did, card.network, card.charter as string), true, 'membership.joined', card);
  }

  async #leave(card: Card, membership: Membership) {
    await this.#work(did => leave(did, membership.joined), false, 'membership.left', card);
  }

  /** Says it, and waits until the server shows it. */
  async #work(say: (did: string) => Promise<void>, member: boolean, done: string, card: Card) {
    const did = session.value?.account.did as string;
    this.busy = true;
    try {
      await say(did);
      const there = await shows(async () => ((await membershipOf(card.network, did)) !== undefined) === member);
      await this.#shown.run();
      toast({ text: t(there ? done : 'network.later') });
    } catch (failure) {
      toast({ text: Problem.of(failure).detail || t('state.failed.first'), alert: true });
    } finally {
      this.busy = false;
    }
  }
}
customElements.define('gw-membership', GwMembership);
