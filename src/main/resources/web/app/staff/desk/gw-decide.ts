import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../../shell/api.ts';
import { may } from '../../shell/session.ts';
import { number, t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import '../../parts/gw-field.ts';
import './gw-answers.ts';
import { called, desk, MEASURES, parts, WORDED, type Decided, type Dossier, type Measure, type Preview, type Rule, type Wish } from './model.ts';

const HOUSE = ['spam', 'abuse', 'illegal', 'impersonation', 'other'] as const;
const HOURS = ['', '24', '168', '720', '8760'] as const;
const WAIT = 250;

/** What each measure needs (docs/moderation.md). */
const NEEDS: Readonly<Record<Measure, string>> = {
  warn: 'restrict', label: 'label', 'content-warning': 'restrict', sensitive: 'restrict',
  'refuse-media': 'restrict', limit: 'restrict', suspend: 'suspend', purge: 'purge',
};

/**
 * The form of a decision about one subject or many, with what it would do and what would be said, shown while it is filled in.
 *
 * @fires gw-decided with the wish and what came of it
 */
export class GwDecide extends LitElement {
  @property({ attribute: false }) subjects: readonly string[] = [];
  /** What is known of the one subject; nothing for many. */
  @property({ attribute: false }) dossier: Dossier | undefined;
  @property({ attribute: false }) rules: readonly Rule[] = [];
  /** The rule that reports name, as `charter version rule` or a house rule's id. */
  @property() suggested = '';
  @state() private measure: Measure = 'limit';
  @state() private text = '';
  @state() private rule = '';
  @state() private facts = '';
  @state() private hours = '';
  @state() private target = '';
  @state() private resolve = true;
  @state() private preview: Preview | undefined;
  /** The wish that the preview is of. */
  #tried = '';
  /** Why it cannot be tried. */
  @state() private untried = '';
  /** Why it was not decided; stays until it is tried again, whatever is typed meanwhile. */
  @state() private problem = '';
  @state() private busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;
  /** Whether the rule was chosen by hand, and no suggestion replaces it. */
  #ruled = false;

  constructor() {
    super();
    new Keys(this, [
      ...MEASURES.map((measure, i) => ({ key: String(i + 1), label: `measure.${measure}`, act: () => this.#set({ measure }), when: () => may(NEEDS[measure]) })),
      { key: 'd', label: 'decide.key', act: () => void this.#decide(), when: () => this.#ready() },
    ]);
  }

  protected override createRenderRoot() {
    return this;
  }

  override willUpdate(changed: Map<string, unknown>) {
    if (changed.has('subjects') && String(changed.get('subjects') ?? '') !== String(this.subjects)) {
      this.text = this.facts = this.hours = this.target = this.untried = this.problem = '';
      this.rule = '';
      this.#ruled = false;
      this.preview = undefined;
      this.measure = MEASURES.find(one => one === 'limit' && may(NEEDS[one])) ?? MEASURES.find(one => may(NEEDS[one])) ?? 'limit';
      this.#soon();
    }
    if (!this.#ruled && (changed.has('suggested') || changed.has('rules') || !this.rule)) {
      const known = this.#rules().find(([value]) => value.endsWith(` ${this.suggested}`)) ?? this.#rules().find(([value]) => !!this.suggested && value.includes(this.suggested));
      this.rule = known?.[0] ?? 'other';
      this.#soon();
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  /** Nobody decides before they could see what that does: the preview is of what is chosen now. */
  #ready(): boolean {
    return !this.busy && !!this.preview && this.preview.permitted && !this.preview.outranked && this.#tried === JSON.stringify(this.#wish());
  }

  #set(change: Record<string, unknown>) {
    Object.assign(this, change);
    this.#soon();
  }

  #wish(): Wish {
    const [charter, version, id] = this.rule.includes(' ') ? (this.rule.split(' ') as [string, string, string]) : ['', '', this.rule];
    return {
      ...(this.subjects.length === 1 ? { subject: this.subjects[0] as string } : { subjects: [...this.subjects] }),
      ...(this.target && this.subjects.length === 1 ? { target: this.target } : {}),
      measure: this.measure,
      text: this.text || (WORDED.includes(this.measure) ? t(`decide.text.${this.measure}.default`) : ''),
      rule: id,
      ...(charter ? { charter, version } : {}),
      facts: this.facts,
      ...(this.hours ? { hours: Number(this.hours) } : {}),
    };
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), WAIT);
  }

  async #try() {
    this.#running?.abort();
    if (!this.subjects.length) {
      return;
    }
    const running = (this.#running = new AbortController());
    const wish = this.#wish();
    try {
      const preview = await desk.preview(wish, running.signal);
      if (!running.signal.aborted) {
        this.#tried = JSON.stringify(wish);
        this.preview = preview;
        this.untried = '';
      }
    } catch (failure) {
      if (!running.signal.aborted) {
        this.preview = undefined;
        this.untried = Problem.of(failure).said;
      }
    }
  }

  async #decide() {
    if (!this.#ready()) {
      return;
    }
    this.busy = true;
    this.problem = '';
    const wish = this.#wish();
    try {
      const decided = await desk.decide(wish);
      this.dispatchEvent(new CustomEvent<{ wish: Wish; decided: Decided; resolve: boolean }>('gw-decided', { detail: { wish, decided, resolve: this.resolve } }));
      this.facts = '';
      this.text = '';
      this.#soon();
    } catch (failure) {
      this.problem = Problem.of(failure).said;
    } finally {
      this.busy = false;
    }
  }

  /** Value and text of each rule: those of the networks here, then those of the house. */
  #rules(): [string, string][] {
    return [
      ...this.rules.map((one): [string, string] => [`${one.charter} ${one.version} ${one.rule}`, `${one.text} (${one.network})`]),
      ...HOUSE.map((id): [string, string] => [id, t(`rule.${id}`)]),
    ];
  }

  override render() {
    const many = this.subjects.length > 1;
    return html`<form class="decide" @submit=${(event: Event) => { event.preventDefault(); void this.#decide(); }}
      @input=${this.#typed} @change=${this.#typed}>
      <fieldset class="measures"><legend>${t('decide.measure')}</legend>
        ${MEASURES.map((one, i) => html`<label class="measure ${one === this.measure ? 'chosen' : ''}">
          <input type="radio" name="measure" value=${one} .checked=${one === this.measure} ?disabled=${!may(NEEDS[one])} />
          <span>${t(`measure.${one}`)}</span><kbd aria-hidden="true">${i + 1}</kbd></label>`)}
      </fieldset>
      <p class="small soft">${t(`measure.${this.measure}.does`)}</p>
      ${WORDED.includes(this.measure)
        ? html`<gw-field name="text" .label=${t(`decide.text.${this.measure}`)} .value=${this.text} .placeholder=${t(`decide.text.${this.measure}.default`)} .maxlength=${500}></gw-field>`
        : nothing}
      <gw-field name="rule" type="select" .label=${t('decide.rule')} .value=${this.rule} .options=${this.#rules()} .help=${this.#precedent()}></gw-field>
      <div class="decide-grid">
        <gw-field name="hours" type="select" .label=${t('decide.hours')} .value=${this.hours} .options=${HOURS.map(one => [one, t(`decide.hours.${one || 'ever'}`)] as const)}></gw-field>
        ${!many && this.#targets().length > 1
          ? html`<gw-field name="target" type="select" .label=${t('decide.target')} .value=${this.target} .options=${this.#targets()}></gw-field>`
          : nothing}
      </div>
      <gw-field name="facts" type="textarea" .rows=${2} .label=${t('decide.facts')} .help=${t('decide.facts.help')} .value=${this.facts} .maxlength=${5000}></gw-field>
      <gw-answers @gw-answer=${(event: CustomEvent<string>) => this.#set({ facts: [this.facts.trim(), event.detail].filter(Boolean).join(' ') })}></gw-answers>
      ${this.#effect()}
      ${many ? nothing : html`<gw-field name="resolve" type="checkbox" .label=${t('decide.resolve')} .checked=${this.resolve}></gw-field>`}
      <div class="actions">
        ${this.problem || this.untried ? html`<p class="form-error" role="alert">${this.problem || this.untried}</p>` : nothing}
        <button class="button ${this.measure === 'suspend' || this.measure === 'purge' ? 'danger' : ''}" ?disabled=${!this.#ready()}>
          ${many ? t('decide.many', { measure: t(`measure.${this.measure}`), n: this.subjects.length }) : t(`measure.${this.measure}`)} <kbd aria-hidden="true">d</kbd></button>
      </div>
    </form>`;
  }

  #targets(): [string, string][] {
    const [subject] = this.subjects;
    return !this.dossier || !subject || parts(subject).kind !== 'account'
      ? []
      : [['', t('decide.target.account')], ...this.dossier.posts.filter(one => one.now).map((one): [string, string] =>
          [`post:${one.id}`, t('decide.target.post', { text: (one.now?.text ?? '').slice(0, 60) || one.id })])];
  }

  /** What this rule led to here before. */
  #precedent(): string {
    const id = this.rule.split(' ').at(-1);
    const found = (this.dossier?.precedents ?? []).filter(one => one.rule === id).sort((a, b) => b.count - a.count);
    return found.length ? t('decide.precedents', { what: found.slice(0, 3).map(one => `${t(`measure.${one.measure}`)} ${number(one.count)}×`).join(', ') }) : '';
  }

  #effect() {
    const preview = this.preview;
    if (!preview) {
      return html`<div class="effect" aria-busy="true"><p class="soft">${t('decide.effect.loading')}</p></div>`;
    }
    const { reach } = preview;
    return html`<section class="effect" aria-live="polite" aria-label=${t('decide.effect')}>
      <h3>${t('decide.effect')}</h3>
      <p>${t('decide.reach', { posts: reach.posts, days: reach.days, followers: reach.followers })}</p>
      ${preview.subjects > 1
        ? html`<ul class="small">${preview.examples.map(one => html`<li>${called(parts(one.subject).id, preview.people)}: ${t('decide.reach.short', { posts: one.posts, followers: one.followers })}</li>`)}</ul>`
        : nothing}
      ${preview.stands.length ? html`<p class="small">${t('decide.stands', { what: preview.stands.map(one => t(`measure.${one}`)).join(', ') })}</p>` : nothing}
      ${preview.permitted ? nothing : html`<p class="bad">${t('decide.forbidden', { needs: preview.needs })}</p>`}
      ${preview.outranked ? html`<p class="bad">${t('decide.outranked')}</p>` : nothing}
      ${preview.secondPerson ? html`<p>${t('decide.second')}</p>` : nothing}
      <p class="small soft">${t('decide.untouched')}</p>
      <details><summary>${t(preview.told ? 'decide.statement.told' : 'decide.statement.untold')}</summary><p class="statement" lang=${preview.statementLanguage}>${preview.statement}</p></details>
    </section>`;
  }

  #typed(event: Event) {
    const control = event.target as HTMLInputElement;
    if (control.name === 'resolve') {
      this.resolve = control.checked;
    } else if (control.name) {
      this.#ruled ||= control.name === 'rule';
      this.#set({ [control.name]: control.value });
    }
  }
}
customElements.define('gw-decide', GwDecide);
