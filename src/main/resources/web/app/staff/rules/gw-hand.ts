import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../../shell/api.ts';
import { Doing } from '../../shell/doing.ts';
import { Load } from '../../shell/load.ts';
import { may } from '../../shell/session.ts';
import { t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-dialog.ts';
import '../../parts/gw-field.ts';
import { forgetAnswers } from '../desk/gw-answers.ts';
import { called, CATEGORIES, type People } from '../desk/model.ts';
import { hand, type Text } from './model.ts';

type Team = { staff: { did: string }[]; people: People };
type Kind = 'answers' | 'queues';

/** What moderators have at hand: common words, saved queues, and to whom new cases go. */
export class GwHand extends LitElement {
  @state() private draft: (Text & { old: boolean }) | undefined;
  readonly #answers = new Load<Text[]>(this, signal => hand.all('answers', signal).then(answer => answer.texts));
  readonly #queues = new Load<Text[]>(this, signal => hand.all('queues', signal).then(answer => answer.texts));
  readonly #routes = new Load<Text[]>(this, signal => hand.all('routes', signal).then(answer => answer.texts));
  /** Names of the team, for those who may see them. */
  readonly #team = new Load<Team>(this, signal => (may('staff') ? api.get<Team>('/admin/v1/staff', { signal }) : Promise.resolve({ staff: [], people: {} })));
  readonly #doing = new Doing(this);

  constructor() {
    super();
    new Keys(this, [{ key: 'n', label: 'hand.answers.new', act: () => this.#edit(undefined), when: () => may('work-on-cases') }]);
  }

  protected override createRenderRoot() {
    return this;
  }

  #edit(text: Text | undefined) {
    this.#doing.clear();
    this.draft = { name: text?.name ?? '', text: text?.text ?? '', shared: true, old: !!text };
  }

  async #save(event: Event) {
    event.preventDefault();
    const draft = this.draft;
    if (draft && (await this.#doing.run(() => hand.put('answers', { name: draft.name.trim(), text: draft.text.trim(), shared: true })))) {
      this.draft = undefined;
      forgetAnswers();
      await this.#answers.run();
    }
  }

  async #remove(kind: Kind, text: Text) {
    const again = kind === 'answers' ? this.#answers : this.#queues;
    if (await this.#doing.run(() => hand.remove(kind, text))) {
      forgetAnswers();
      await again.run();
      toast({
        text: t('hand.removed', { name: text.name }),
        undo: async () => {
          await this.#doing.run(() => hand.put(kind, text));
          await again.run();
        },
      });
    }
  }

  async #route(category: string, did: string) {
    const route = { name: category, text: did, shared: true };
    await this.#doing.run(() => (did ? hand.put('routes', route) : hand.remove('routes', route)));
    await this.#routes.run();
  }

  override render() {
    const writing = may('work-on-cases');
    return html`<h1>${t('hand.title')}</h1><p class="soft">${t('hand.about')}</p>
      ${this.#doing.problem && !this.draft ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <h2>${t('hand.answers')}</h2><p class="soft small">${t('hand.answers.about')}</p>
      ${this.#answers.show(all => html`<ul class="plain-list texts">${all.map(one => html`<li>
          <div class="row"><strong dir="auto">${one.name}</strong>${writing ? this.#acts('answers', one) : nothing}</div>
          <p class="entry-text small" dir="auto">${one.text}</p></li>`)}</ul>`, { empty: all => all.length === 0 && 'hand.answers' })}
      ${writing ? html`<p><button type="button" class="button plain" @click=${() => this.#edit(undefined)}>${t('hand.answers.new')}</button></p>` : nothing}
      <h2>${t('hand.queues')}</h2><p class="soft small">${t('hand.queues.about')}</p>
      ${this.#queues.show(all => html`<ul class="plain-list texts">${all.map(one => html`<li><div class="row">
          <a href="/staff/cases?${one.text}" dir="auto">${one.name}</a> <span class="tag">${t(one.shared ? 'hand.shared' : 'hand.own')}</span>
          ${writing ? this.#acts('queues', one) : nothing}</div></li>`)}</ul>`, { empty: all => all.length === 0 && 'hand.queues' })}
      <h2>${t('hand.routes')}</h2><p class="soft small">${t('hand.routes.about')}</p>
      ${this.#routes.show(all => this.#routing(all))}
      <gw-dialog .open=${!!this.draft} heading=${t(this.draft?.old ? 'hand.answers.edit' : 'hand.answers.new')} @gw-close=${() => (this.draft = undefined)} .body=${() => this.draft && this.#form(this.draft)}></gw-dialog>`;
  }

  #acts(kind: Kind, text: Text) {
    return html`${kind === 'answers' ? html`<button type="button" class="button quiet small" aria-label=${t('hand.edit.one', { name: text.name })} @click=${() => this.#edit(text)}>${t('hand.edit')}</button>` : nothing}
      <button type="button" class="button quiet small" aria-label=${t('hand.remove.one', { name: text.name })} @click=${() => void this.#remove(kind, text)}>${t('domains.remove')}</button>`;
  }

  #routing(all: Text[]) {
    const team = this.#team.value;
    const options: (readonly [string, string])[] = [['', t('hand.routes.nobody')], ...(team?.staff ?? []).map(one => [one.did, called(one.did, team?.people ?? {})] as const)];
    return html`<div class="routes-grid">${CATEGORIES.map(category => {
      const to = all.find(one => one.name === category)?.text ?? '';
      const known = !to || options.some(([did]) => did === to);
      return html`<gw-field name=${category} type="select" .label=${t(`category.${category}`)} .value=${to} .disabled=${!may('staff') || this.#doing.busy}
        .options=${known ? options : [...options, [to, called(to, {})] as const]}
        @change=${(event: Event) => void this.#route(category, (event.target as HTMLSelectElement).value)}></gw-field>`;
    })}</div>${may('staff') ? nothing : html`<p class="small soft">${t('hand.routes.who')}</p>`}`;
  }

  #form(draft: NonNullable<GwHand['draft']>) {
    return html`<form @submit=${(event: Event) => void this.#save(event)} @input=${(event: Event) => this.#typed(event)}>
      <gw-field name="name" .label=${t('hand.name')} .help=${t('hand.name.help')} .value=${draft.name} .disabled=${draft.old} .maxlength=${64}></gw-field>
      <gw-field name="text" type="textarea" .rows=${6} .label=${t('hand.text')} .value=${draft.text} .maxlength=${5000}></gw-field>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button" ?disabled=${this.#doing.busy || !draft.name.trim() || !draft.text.trim()}>${t('domains.save')}</button></div>
    </form>`;
  }

  #typed(event: Event) {
    const control = event.target as HTMLInputElement;
    if (this.draft && control.name) {
      this.draft = { ...this.draft, [control.name]: control.value };
    }
  }
}
customElements.define('gw-hand', GwHand);
