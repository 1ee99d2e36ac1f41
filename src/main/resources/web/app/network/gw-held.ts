import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Doing } from '../shell/doing.ts';
import { Load } from '../shell/load.ts';
import { ago, exact, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import '../parts/gw-media.ts';
import { presentOwner } from '../account/owners.ts';
import { postHash, say } from './acts.ts';
import { isObject, type Charter } from './charter.ts';
import { heldPosts, hostedAlone, shows, type Held } from './network.ts';
import { value, who } from './text.ts';

/** `alone`: where a server hosts one network only, what its filters find is decided for the whole server. */
type Shown = { held: Held[]; next?: string; alone: boolean };

/** What the charter's filters hold, folded, for a steward to read and let through. */
export class GwHeld extends LitElement {
  @property() network = '';
  /** In force. */
  @property({ attribute: false }) rules: Charter | undefined;
  @state() private mark = '';
  readonly #doing = new Doing(this);
  readonly #shown = new Load<Shown>(this, async () => {
    const [alone, found] = await Promise.all([hostedAlone(), heldPosts(await presentOwner(), this.network, this.mark)]);
    return { ...found, alone };
  });

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<h2>${t('stewards.held')}</h2>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      ${this.#shown.show(({ held, next, alone }) => alone ? html`<p>${t('held.alone')}</p>` : html`<p class="soft">${t('stewards.held.about')}</p>
        ${held.map(one => this.#post(one))}
        ${held.length ? nothing : html`<p class="soft none">${t('held.none')}</p>`}
        ${next ? html`<div class="actions"><button type="button" class="button plain" @click=${() => this.#further(next)}>${t('held.further')}</button></div>` : nothing}`)}`;
  }

  #post(one: Held) {
    return html`<article class="duty" data-held=${one.id}>
      <h3>${one.author ? who(one.author) : one.id}</h3>
      ${one.post?.published ? html`<p class="soft small"><time datetime=${one.post.published} title=${exact(one.post.published)}>${ago(one.post.published)}</time></p>` : nothing}
      ${one.filters.map(({ filter, rule }) => html`<p dir="auto">${t('held.by', { filter, rule: this.#rule(rule) })}</p>`)}
      <details><summary>${t('held.read')}</summary>
        ${one.post?.warning ? html`<p dir="auto">${t('held.warning', { text: one.post.warning })}</p>` : nothing}
        <p class="statement" dir="auto">${one.post?.text || html`<span class="soft">${t('held.wordless')}</span>`}</p>
        ${one.post?.media.map(file => html`<gw-media .file=${file}></gw-media>`)}
      </details>
      <div class="actions"><button type="button" class="button" ?disabled=${this.#doing.busy} @click=${() => void this.#release(one)}>${t('held.release')}</button></div>
    </article>`;
  }

  /** What the rule says, in words. */
  #rule(id: string): string {
    const rules = this.rules?.['rules'];
    const rule = Array.isArray(rules) ? rules.find(one => isObject(one) && one['id'] === id) : undefined;
    return isObject(rule) && rule['text'] !== undefined ? value(rule['text']) : id;
  }

  #further(next: string) {
    this.mark = next;
    void this.#shown.run();
  }

  async #release({ id }: Held) {
    let there = false;
    const released = await this.#doing.run(async () => {
      const owner = await presentOwner();
      await say(owner.did, this.network, [{ type: 'Approval', subject: await postHash(id) }]);
      there = await shows(async () => (await heldPosts(owner, this.network, this.mark)).held.every(other => other.id !== id));
      await this.#shown.run();
    });
    if (released) {
      toast({ text: t(there ? 'held.released' : 'network.later') });
    }
  }
}
customElements.define('gw-held', GwHeld);

/** Whether filters of a charter hold posts at all. */
export function holds(charter: Charter | undefined): boolean {
  const moderation = charter?.['moderation'];
  const filters = isObject(moderation) ? moderation['filters'] : undefined;
  return Array.isArray(filters) && filters.some(one => isObject(one) && one['reaction'] === 'hold');
}
