import { LitElement, html } from 'lit';
import { property } from 'lit/decorators.js';
import { t } from '../../shell/words.ts';
import './gw-case.ts';

/** One account: the same screen as its case, with what moderators cannot do to it said first. */
export class GwAccountFile extends LitElement {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<p class="back"><a href="/staff/accounts">${t('accounts.title')}</a></p>
      <gw-case .subject=${`account:${this.params['actor'] ?? ''}`}></gw-case>
      <section class="panel" aria-labelledby="limits-heading"><h2 id="limits-heading">${t('accounts.limits')}</h2>
        <ul>${['words', 'elsewhere', 'leave', 'keys'].map(one => html`<li>${t(`accounts.limits.${one}`)}</li>`)}</ul>
      </section>`;
  }
}
customElements.define('gw-account-file', GwAccountFile);
