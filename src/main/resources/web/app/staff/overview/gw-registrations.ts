import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../../shell/api.ts';
import { Load } from '../../shell/load.ts';
import { may, session } from '../../shell/session.ts';
import { Watching } from '../../shell/store.ts';
import { ago, exact, number, t } from '../../shell/words.ts';
import { copy } from '../../parts/copy.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-field.ts';
import '../../parts/gw-table.ts';

type Rule = 'open' | 'invite' | 'closed';
type Settings = { signUp: Rule; configured: Rule; decided?: Rule; closing: boolean };
type Invite = { id: string; code?: string | null; usesLeft: number; expires: string; note: string };

const RULES: readonly Rule[] = ['open', 'invite', 'closed'];

/** Who may register here, and the invitations. */
export class GwRegistrations extends LitElement {
  @state() private uses = '1';
  @state() private days = '7';
  @state() private note = '';
  @state() private made: Invite | undefined;
  @state() private error = '';
  readonly #settings = new Load<Settings | undefined>(this, signal =>
    may('server') ? api.get<Settings>('/admin/v1/settings', { signal }) : Promise.resolve(undefined));
  readonly #invites = new Load<Invite[]>(this, async signal => (await api.get<{ invites: Invite[] }>('/admin/v1/invites', { signal })).invites);

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<h1>${t('registrations.title')}</h1>
      ${may('server') ? this.#settings.show(settings => settings && this.#rules(settings)) : nothing}
      <h2>${t('invites.title')}</h2>
      <p>${t('invites.text')}</p>
      ${this.#form()}
      ${this.#invites.show(invites => this.#list(invites), { empty: invites => invites.length === 0 && 'invites' })}`;
  }

  #rules(settings: Settings) {
    return html`<fieldset class="rules"><legend>${t('registrations.who')}</legend>
        ${RULES.map(rule => html`<label class="rule"><input type="radio" name="rule" value=${rule} .checked=${settings.signUp === rule} ?disabled=${settings.closing}
          @change=${() => void this.#decide(rule)} /><span><strong>${t(`registrations.${rule}`)}</strong><br /><span class="soft">${t(`registrations.${rule}.what`)}</span></span></label>`)}
      </fieldset>
      <p class="soft small">${settings.closing ? t('registrations.closing') : settings.decided
        ? html`${t('registrations.decided', { rule: t(`registrations.${settings.configured}`) })}
            <button type="button" class="link" @click=${() => void this.#decide(null)}>${t('registrations.reset')}</button>`
        : t('registrations.configured')}</p>`;
  }

  #form() {
    return html`<form class="inline" novalidate @submit=${(event: Event) => void this.#make(event)}>
        ${this.error ? html`<p class="form-error" role="alert">${this.error}</p>` : nothing}
        <gw-field .label=${t('invites.uses')} name="uses" inputmode="numeric" .value=${this.uses} @input=${(event: Event) => (this.uses = typed(event))}></gw-field>
        <gw-field .label=${t('invites.days')} name="days" inputmode="numeric" .value=${this.days} @input=${(event: Event) => (this.days = typed(event))}></gw-field>
        <gw-field .label=${t('invites.note')} name="note" maxlength="200" .value=${this.note} @input=${(event: Event) => (this.note = typed(event))}></gw-field>
        <button class="button">${t('invites.make')}</button>
      </form>
      ${this.made?.code
        ? html`<div class="made" role="status">
            <p>${t('invites.made')}</p>
            <p><code class="code">${this.made.code}</code> <button type="button" class="button quiet" @click=${() => void copy(this.made?.code ?? '', t('invites.copied'))}>${t('invites.copy')}</button></p>
            <p class="soft small">${t('invites.once')}</p>
          </div>`
        : nothing}`;
  }

  #list(invites: Invite[]) {
    return html`<gw-table .caption=${t('invites.title')} .rows=${invites} .columns=${[
      { title: t('invites.note'), cell: (invite: Invite) => invite.note || '–' },
      { title: t('invites.left'), end: true, cell: (invite: Invite) => number(invite.usesLeft) },
      { title: t('invites.expires'), cell: (invite: Invite) => html`<time datetime=${invite.expires} title=${exact(invite.expires)}>${ago(invite.expires)}</time>` },
      { title: t('invites.end'), cell: (invite: Invite) => html`<button type="button" class="link" aria-label=${t('invites.end.one', { note: invite.note || invite.id })}
          @click=${() => void this.#end(invite)}>${t('invites.end')}</button>` },
    ]}></gw-table>`;
  }

  async #decide(rule: Rule | null) {
    const before = this.#settings.value?.decided ?? null;
    await this.#do(async () => {
      this.#settings.put(await api.put<Settings>('/admin/v1/settings', { signUp: rule }));
      toast({ text: t('registrations.done'), undo: async () => this.#settings.put(await api.put<Settings>('/admin/v1/settings', { signUp: before })) });
    });
  }

  async #make(event: Event) {
    event.preventDefault();
    const [uses, days] = [Number(this.uses), Number(this.days)];
    if (!Number.isInteger(uses) || uses < 1 || uses > 1000 || !Number.isInteger(days) || days < 1 || days > 365) {
      this.error = t('invites.wrong');
      return;
    }
    await this.#do(async () => {
      this.made = await api.post<Invite>('/admin/v1/invites', { uses, expiresInHours: days * 24, note: this.note.trim() });
      this.note = '';
      await this.#invites.run();
    });
  }

  async #end(invite: Invite) {
    await this.#do(async () => {
      await api.delete(`/admin/v1/invites/${encodeURIComponent(invite.id)}`);
      if (this.made?.id === invite.id) {
        this.made = undefined;
      }
      await this.#invites.run();
      toast({ text: t('invites.ended') });
    });
  }

  async #do(work: () => Promise<void>) {
    this.error = '';
    try {
      await work();
    } catch (failure) {
      this.error = Problem.of(failure).said;
      this.requestUpdate();
    }
  }
}

function typed(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define('gw-registrations', GwRegistrations);
