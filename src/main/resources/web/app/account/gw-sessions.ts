import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api, Problem } from '../shell/api.ts';
import { ago, exact, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import { named } from './agent.ts';

/** A browser that is signed in, as `GET /session/list` tells it; `key` is the device that signed it in. */
export type SignedIn = { id: string; agent: string; key: string; since: string; used: string; expires: string; current: boolean };

/** Where somebody is signed in. Tells with `gw-ended` that it ended one or all others. */
export class GwSessions extends LitElement {
  @property({ attribute: false }) sessions: SignedIn[] = [];
  @state() private working = false;

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    const others = this.sessions.filter(one => !one.current);
    return html`<h2>${t('sessions.title')}</h2>
      <p>${t('sessions.about')}</p>
      <ul class="devices">
        ${this.sessions.map(one => this.#session(one))}
      </ul>
      ${others.length > 1
        ? html`<div class="actions"><button type="button" class="button plain" ?disabled=${this.working} @click=${() => this.#end('')}>
            ${t('sessions.endothers', { n: others.length })}</button></div>`
        : nothing}`;
  }

  #session(one: SignedIn) {
    const time = (at: string, key: string) => html`<time datetime=${at} title=${exact(at)}>${t(key, { when: ago(at) })}</time>`;
    return html`<li data-session=${one.id}>
      <div>
        ${named(one.agent)}${one.current ? html` <span class="soft">· ${t('sessions.this')}</span>` : nothing}
        <div class="soft small">${time(one.since, 'sessions.since')} · ${time(one.used, 'sessions.used')}</div>
      </div>
      ${one.current
        ? nothing
        : html`<button type="button" class="button plain" ?disabled=${this.working} aria-label=${t('sessions.end.one', { browser: named(one.agent), when: ago(one.since) })}
            @click=${() => this.#end(one.id)}>${t('sessions.end')}</button>`}
    </li>`;
  }

  /** Ends the session with this id, or all others when it is empty. */
  async #end(id: string) {
    this.working = true;
    try {
      await api.delete(id ? `/session/list/${id}` : '/session/list');
      toast({ text: t('sessions.ended') });
    } catch (failure) {
      const problem = Problem.of(failure);
      if (problem.status !== 404) {
        toast({ text: problem.said, alert: true });
      }
    } finally {
      this.working = false;
      this.dispatchEvent(new CustomEvent('gw-ended', { bubbles: true }));
    }
  }
}

customElements.define('gw-sessions', GwSessions);
