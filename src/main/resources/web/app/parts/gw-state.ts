import { LitElement, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Problem } from '../shell/api.ts';
import { hasWords, t } from '../shell/words.ts';

/**
 * What stands in place of content: loading (a skeleton, after 300 ms), empty (what this is, what to do first), failed (what
 * happened, what to do, retry), forbidden (who could do it), offline.
 *
 * @fires gw-retry
 */
export class GwState extends LitElement {
  @property() kind: 'loading' | 'empty' | 'failed' = 'loading';
  /** For `empty`: the key's beginning; `KEY.empty` is what is said, `KEY.empty.first` what to do. */
  @property() words = '';
  @property({ attribute: false }) problem: Problem | undefined;
  /** How many lines the skeleton has. */
  @property({ type: Number }) lines = 4;

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    if (this.kind === 'loading') {
      return html`<div class="skeleton" role="status" aria-label=${t('state.loading')}>
        ${Array.from({ length: this.lines }, () => html`<span class="bone"></span>`)}
      </div>`;
    }
    if (this.kind === 'empty') {
      const first = `${this.words}.empty.first`;
      return html`<div class="state">
        <p class="state-what">${t(`${this.words}.empty`)}</p>
        ${hasWords(first) ? html`<p>${t(first)}</p>` : nothing}
      </div>`;
    }
    return this.problem ? this.#failed(this.problem) : nothing;
  }

  #failed(problem: Problem) {
    const kind = problem.kind;
    return html`<div class="state" role="alert">
      <p class="state-what">${t(`state.${kind}`)}</p>
      <p>${kind === 'signedout' ? t('state.signedout.first') : problem.said}</p>
      ${kind === 'signedout'
        ? html`<a class="button" href="/sign-in?to=${encodeURIComponent(location.pathname + location.search)}">${t('signin.title')}</a>`
        : kind === 'forbidden' || kind === 'missing'
          ? nothing
          : html`<button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('gw-retry'))}>${t('state.retry')}</button>`}
    </div>`;
  }
}
customElements.define('gw-state', GwState);
