import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { ago, exact, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import { noKeys } from '../account/owners.ts';
import { hashOf } from '../identity/documents.ts';
import { join, leave, say } from './acts.ts';
import { membershipOf, newcomersOf, opened, pageOf, shows, type Card, type Membership, type Newcomer, type Newcomers, type Opened } from './network.ts';
import { names, who } from './text.ts';

type Shown = Opened & { membership: Membership | undefined; waiting: Newcomers };

/** Joining a network, and leaving it, both at once and by the account's own word; and vouching for those who come after. */
export class GwMembership extends LitElement {
  @property({ attribute: false }) params: Record<string, string> = {};
  @state() private busy = false;
  readonly #shown = new Load<Shown>(this, signal => this.#fetch(signal), () => this.params['did']);

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  async #fetch(signal: AbortSignal): Promise<Shown> {
    const all = await opened(this.params['did'], signal);
    const { network } = all.card;
    const [membership, waiting] = await Promise.all([all.me ? membershipOf(network, all.me, signal) : undefined, newcomersOf(network, signal)]);
    return { ...all, membership, waiting };
  }

  override render() {
    return html`<h1>${t('membership.title')}</h1>
      ${this.#shown.show(shown => this.#page(shown))}`;
  }

  #page(shown: Shown) {
    const { card, membership } = shown;
    return html`<p class="lead"><a href=${pageOf(card.network)} dir="auto">${card.name ?? t('network.unnamed')}</a></p>
      <p dir="auto">${card.summary ?? ''}</p>
      ${membership ? this.#member(shown, membership) : this.#stranger(shown)} ${this.#newcomers(shown)}`;
  }

  #member({ card, me, keys, waiting }: Shown, membership: Membership) {
    const mine = waiting.newcomers.find(one => one.account === me);
    return html`<p>${t(membership.counts ? 'membership.member' : mine?.letIn ? 'membership.unvouched' : 'membership.waiting')}</p>
      ${mine && !membership.counts ? html`<p>${t('vouch.mine', { some: mine.vouching.length, needed: waiting.needed })} ${names(mine.vouching)}</p>` : nothing}
      <p class="soft">${t('membership.leaving')}</p>
      ${this.#button('membership.leave', keys, () => this.#leave(card, membership), 'button danger')}`;
  }

  #stranger({ card, keys, waiting }: Shown) {
    return html`<p>${t('membership.about')}</p>
      <p class="soft">${t(`membership.door.${card.joining ?? 'open'}`)} ${waiting.needed ? t('membership.vouches', { needed: waiting.needed }) : ''}</p>
      ${card.charter === undefined
        ? html`<p class="state">${t('membership.norules')}</p>`
        : this.#button('membership.join', keys, () => this.#join(card), 'button')}`;
  }

  /** For whoever may vouch: those who wait for it. */
  #newcomers({ card, me, keys, membership, waiting }: Shown) {
    const may = me !== undefined && (membership?.counts || card.stewards?.includes(me));
    const others = waiting.newcomers.filter(one => one.account !== me);
    if (!may || !waiting.needed) {
      return nothing;
    }
    return html`<h2>${t('vouch.title')}</h2>
      <p>${t('vouch.about', { needed: waiting.needed })}</p>
      ${others.length ? others.map(one => this.#newcomer(card, one, waiting.needed, me as string, keys)) : html`<p class="soft">${t('vouch.nobody')}</p>`}
      ${waiting.waiting > waiting.newcomers.length ? html`<p class="soft">${t('vouch.more', { n: waiting.waiting - waiting.newcomers.length })}</p>` : nothing}`;
  }

  #newcomer(card: Card, one: Newcomer, needed: number, me: string, keys: boolean) {
    return html`<article class="duty" data-newcomer=${one.account}>
      <h3>${who(one.account)}</h3>
      <p class="soft small">${t('vouch.since')} <time datetime=${one.since} title=${exact(one.since)}>${ago(one.since)}</time></p>
      <p>${t('vouch.some', { some: one.vouching.length, needed })} ${names(one.vouching)}</p>
      ${one.vouching.includes(me) ? html`<p>${t('vouch.yours')}</p>` : this.#button('vouch.do', keys, () => this.#vouch(card, one.account, me), 'button plain')}
    </article>`;
  }

  #button(key: string, keys: boolean, work: () => Promise<void>, style: string) {
    if (!session.value) {
      return html`<a class="button" href="/sign-in">${t('membership.signin')}</a>`;
    }
    return keys
      ? html`<button type="button" class=${style} ?disabled=${this.busy} @click=${() => void work()}>${t(key)}</button>`
      : html`<p class="state">${noKeys('network.nokeys')} <a href="${session.value.account.home ?? ''}/sign-in">${t('membership.signin')}</a></p>`;
  }

  async #join({ network, charter }: Card) {
    await this.#work(did => join(did, network, charter as string), async did => (await membershipOf(network, did)) !== undefined, 'membership.joined');
  }

  async #leave({ network }: Card, { joined }: Membership) {
    await this.#work(did => leave(did, joined), async did => (await membershipOf(network, did)) === undefined, 'membership.left');
  }

  /** Names the very document that this browser has read. */
  async #vouch({ network }: Card, account: string, me: string) {
    const vouched = async (did: string) => {
      const membership = await membershipOf(network, account);
      if (!membership) {
        throw new Problem(404, 'left', '', t('vouch.left'));
      }
      await say(did, network, [{ type: 'Approval', subject: await hashOf(membership.joined) }]);
    };
    const shown = async () => (await newcomersOf(network)).newcomers.every(one => one.account !== account || one.vouching.includes(me));
    await this.#work(vouched, shown, 'vouch.done');
  }

  /** Does it, and waits until the server shows it. */
  async #work(work: (did: string) => Promise<void>, shown: (did: string) => Promise<boolean>, done: string) {
    const did = session.value?.account.did as string;
    this.busy = true;
    try {
      await work(did);
      const there = await shows(() => shown(did));
      await this.#shown.run();
      toast({ text: t(there ? done : 'network.later') });
    } catch (failure) {
      toast({ text: Problem.of(failure).said, alert: true });
    } finally {
      this.busy = false;
    }
  }
}
customElements.define('gw-membership', GwMembership);
