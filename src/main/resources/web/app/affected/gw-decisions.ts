import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { ago, exact, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import '../parts/gw-field.ts';
import type { GwField } from '../parts/gw-field.ts';
import { asked, HIDING, type Told } from './told.ts';

/** What moderators of this server decided about whoever is signed in: why, what it does not touch, and how to appeal. */
export class GwDecisions extends LitElement {
  @state() private appealing = '';
  @state() private error = '';
  @state() private sending = false;
  readonly #told = new Load<Told[]>(this, () => this.#fetch());

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  async #fetch(): Promise<Told[]> {
    const { decisions } = await asked<{ decisions: Told[] }>('GET', 'decisions');
    return decisions;
  }

  override render() {
    return html`<h1>${t('affected.title')}</h1>
      <p>${t('affected.about')}</p>
      ${this.#told.show(all => all.map(one => this.#decision(one)), { empty: all => all.length === 0 && 'affected' })}`;
  }

  #decision(one: Told) {
    return html`<article class="proposal" data-decision=${one.decision}>
      <h2>${t(`affected.measure.${one.measure}`)}</h2>
      <p class="soft"><time datetime=${one.at} title=${exact(one.at)}>${ago(one.at)}</time> · ${t(one.stands ? 'affected.stands' : 'affected.over')}</p>
      ${HIDING.has(one.measure) && one.stands ? html`<p>${t('affected.hidden')}</p>` : nothing}
      ${one.takenBack === undefined ? nothing : html`<p dir="auto">${t('affected.back', { why: one.takenBack || t('affected.noreason') })}</p>`}
      <details><summary>${t('affected.why')}</summary><p class="statement" lang=${one.language} dir="auto">${one.statement}</p></details>
      ${one.appeal ? said(one.appeal, one.takenBack === undefined) : nothing}
      ${one.appealable ? this.#appeal(one) : nothing}
    </article>`;
  }

  #appeal(one: Told) {
    if (this.appealing !== one.decision) {
      return html`<button type="button" class="button plain" @click=${() => this.#open(one)}>${t('affected.appeal')}</button>`;
    }
    return html`<form novalidate @submit=${(event: Event) => this.#send(event, one)}>
      <gw-field name="text" type="textarea" required rows="4" maxlength="5000" label=${t('affected.text')} help=${t('affected.text.help')} .error=${this.error}></gw-field>
      <div class="actions"><button class="button" ?disabled=${this.sending}>${t('affected.send')}</button></div>
    </form>`;
  }

  #open(one: Told) {
    this.appealing = one.decision;
    this.error = '';
  }

  async #send(event: Event, one: Told) {
    event.preventDefault();
    const text = (this.querySelector('gw-field[name=text]') as GwField).value.trim();
    if (!text) {
      this.error = t('affected.text.needed');
      return;
    }
    this.sending = true;
    try {
      await asked('POST', 'appeals', { decision: one.decision, text });
      this.#told.put((this.#told.value ?? []).map(told =>
        told.decision === one.decision ? { ...told, appealable: false, appeal: { at: new Date().toISOString(), text } } : told));
      this.appealing = '';
      toast({ text: t('affected.sent') });
      await this.#told.run();
    } catch (failure) {
      this.error = Problem.of(failure).said;
    } finally {
      this.sending = false;
    }
  }
}
customElements.define('gw-decisions', GwDecisions);

/** The appeal, and what came of it. */
function said(appeal: NonNullable<Told['appeal']>, waits: boolean) {
  const answered = appeal.answered;
  return html`<p class="small soft"><time datetime=${appeal.at} title=${exact(appeal.at)}>${t('affected.appealed', { when: ago(appeal.at) })}</time></p>
    <blockquote class="entry-text" dir="auto">${appeal.text}</blockquote>
    ${answered
      ? html`<p class="small soft"><time datetime=${answered.at} title=${exact(answered.at)}>${t(`affected.answered.${String(answered.granted)}`, { when: ago(answered.at) })}</time></p>
        <blockquote class="entry-text" dir="auto">${answered.text}</blockquote>`
      : waits ? html`<p>${t('affected.waits')}</p>` : nothing}`;
}
