import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../../shell/api.ts';
import { Load } from '../../shell/load.ts';
import { ago, exact, t } from '../../shell/words.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-field.ts';
import { healthFigures, type Health } from './gw-health.ts';

type Closing = { deadline: string; newHome?: string; texts?: Record<string, string> };
type Shutdown = { closing?: Closing; says?: string; health: Health; newHome?: string; newHomeTakes?: 'open' | 'invite' | 'closed' | 'unfit' };

/** Closing this server without losing anybody: what it would mean, the announcement, and who has not left. */
export class GwShutdown extends LitElement {
  @state() private deadline = '';
  @state() private newHome = '';
  @state() private text = '';
  @state() private german = '';
  @state() private typed = '';
  @state() private invite = '';
  @state() private refused = '';
  @state() private takes: Shutdown['newHomeTakes'];
  @state() private error = '';
  @state() private busy = false;
  readonly #plan = new Load<Shutdown>(this, async signal => {
    const plan = await api.get<Shutdown>('/admin/v1/shutdown', { signal });
    this.#fill(plan);
    return plan;
  });

  protected override createRenderRoot() {
    return this;
  }

  #fill({ closing, newHomeTakes }: Shutdown) {
    this.deadline = closing ? closing.deadline.slice(0, 10) : '';
    this.newHome = closing?.newHome ?? '';
    this.text = closing?.texts?.en ?? '';
    this.german = closing?.texts?.de ?? '';
    this.takes = newHomeTakes;
  }

  override render() {
    return html`<h1>${t('shutdown.title')}</h1>
      <p class="lead">${t('shutdown.text')}</p>
      ${this.#plan.show(plan => html`
        ${plan.closing
          ? html`<section class="announced">
              <h2>${t('shutdown.announced')}</h2>
              <p><time datetime=${plan.closing.deadline} title=${exact(plan.closing.deadline)}>${t('shutdown.on', { day: new Date(plan.closing.deadline), left: ago(plan.closing.deadline) })}</time></p>
              <blockquote>${plan.says}</blockquote>
              <button type="button" class="button plain" ?disabled=${this.busy} @click=${this.#cancel}>${t('shutdown.cancel')}</button>
            </section>
            ${plan.closing.newHome ? this.#offer(plan.closing.newHome) : nothing}`
          : nothing}
        <h2>${t('shutdown.who')}</h2>
        ${healthFigures(plan.health)}
        <p><a href="/staff/health?list=at-risk">${t('shutdown.list')}</a></p>
        <p class="soft">${t('shutdown.owners')}</p>
        <h2>${t(plan.closing ? 'shutdown.change' : 'shutdown.announce')}</h2>
        ${this.#form(plan)}`)}`;
  }

  #offer(home: string) {
    return html`<section><h2>${t('shutdown.offer')}</h2>
      <p class="soft">${t('shutdown.offer.text', { home })}</p>
      <form novalidate @submit=${(event: Event) => void this.#tell(event)}>
        <gw-field .label=${t('shutdown.offer.code')} .help=${t('shutdown.offer.code.help')} name="invite" .value=${this.invite}
          @input=${(event: Event) => (this.invite = typed(event))}></gw-field>
        ${this.refused ? html`<p class="form-error" role="alert">${this.refused}</p>` : nothing}
        <div class="actions"><button class="button" ?disabled=${this.busy}>${t('shutdown.offer.do')}</button></div>
      </form></section>`;
  }

  async #tell(event: Event) {
    event.preventDefault();
    this.busy = true;
    this.refused = '';
    try {
      const { told } = await api.post<{ told: number }>('/admin/v1/shutdown/offers', this.invite.trim() ? { invite: this.invite.trim() } : {});
      toast({ text: t('shutdown.offered', { n: told }) });
    } catch (failure) {
      this.refused = Problem.of(failure).said;
    }
    this.busy = false;
  }

  #form(plan: Shutdown) {
    return html`<form novalidate @submit=${(event: Event) => void this.#announce(event, plan)}>
      ${this.error ? html`<p class="form-error" role="alert">${this.error}</p>` : nothing}
      <gw-field .label=${t('shutdown.deadline')} .help=${t('shutdown.deadline.help')} type="date" name="deadline" required .value=${this.deadline}
        @input=${(event: Event) => (this.deadline = typed(event))}></gw-field>
      <gw-field .label=${t('shutdown.home')} .help=${this.takes ? t(`shutdown.takes.${this.takes}`) : t('shutdown.home.help')} type="url" name="home" .value=${this.newHome} placeholder="https://"
        @input=${(event: Event) => { this.newHome = typed(event); this.takes = undefined; }} @change=${this.#ask}></gw-field>
      <gw-field .label=${t('shutdown.words')} .help=${t('shutdown.words.help')} type="textarea" name="text" maxlength="1000" rows="3" .value=${this.text}
        @input=${(event: Event) => (this.text = typed(event))}></gw-field>
      <gw-field .label=${t('shutdown.german')} type="textarea" name="german" maxlength="1000" rows="3" .value=${this.german}
        @input=${(event: Event) => (this.german = typed(event))}></gw-field>
      ${plan.closing ? nothing : html`<gw-field .label=${t('shutdown.type', { host: location.host })} .help=${t('shutdown.type.help')} name="typed" .value=${this.typed}
        @input=${(event: Event) => (this.typed = typed(event))}></gw-field>`}
      <div class="actions"><button class="button danger" ?disabled=${this.busy}>${t(plan.closing ? 'shutdown.save' : 'shutdown.do')}</button></div>
    </form>`;
  }

  async #ask() {
    const asked = this.newHome.trim().replace(/\/$/, '');
    if (!asked) {
      return;
    }
    try {
      const answer = await api.get<Shutdown>(`/admin/v1/shutdown?newHome=${encodeURIComponent(asked)}`);
      if (asked === this.newHome.trim().replace(/\/$/, '')) {
        this.takes = answer.newHomeTakes;
      }
    } catch (failure) {
      this.error = Problem.of(failure).said;
    }
  }

  async #announce(event: Event, plan: Shutdown) {
    event.preventDefault();
    this.error = '';
    if (!this.deadline) {
      this.error = t('shutdown.deadline.wanted');
    } else if (!plan.closing && this.typed.trim() !== location.host) {
      this.error = t('shutdown.type', { host: location.host });
    }
    if (this.error) {
      return;
    }
    const texts = { ...(this.text.trim() ? { en: this.text.trim() } : {}), ...(this.german.trim() ? { de: this.german.trim() } : {}) };
    await this.#do(async () => {
      this.#plan.put(await api.put<Shutdown>('/admin/v1/shutdown', {
        deadline: `${this.deadline}T23:59:59Z`,
        ...(this.newHome.trim() ? { newHome: this.newHome.trim().replace(/\/$/, '') } : {}),
        ...(Object.keys(texts).length ? { texts } : {}),
      }));
      this.typed = '';
      toast({ text: t('shutdown.done') });
    });
  }

  async #cancel() {
    const before = this.#plan.value?.closing;
    await this.#do(async () => {
      const plan = await api.delete<Shutdown>('/admin/v1/shutdown');
      this.#plan.put(plan);
      this.#fill(plan);
      toast({
        text: t('shutdown.cancelled'),
        undo: before && (async () => {
          const { deadline, newHome, texts } = before;
          const again = await api.put<Shutdown>('/admin/v1/shutdown', { deadline, ...(newHome ? { newHome } : {}), ...(texts ? { texts } : {}) });
          this.#plan.put(again);
          this.#fill(again);
          document.dispatchEvent(new CustomEvent('gw-notices'));
        }),
      });
    });
  }

  async #do(work: () => Promise<void>) {
    this.busy = true;
    try {
      await work();
      document.dispatchEvent(new CustomEvent('gw-notices'));
    } catch (failure) {
      this.error = Problem.of(failure).said;
    }
    this.busy = false;
  }
}

function typed(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define('gw-shutdown', GwShutdown);
