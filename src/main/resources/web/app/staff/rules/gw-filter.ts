import { LitElement, html, nothing} from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../../shell/api.ts';
import { Doing } from '../../shell/doing.ts';
import { Load } from '../../shell/load.ts';
import { go } from '../../shell/router.ts';
import { may } from '../../shell/session.ts';
import { ago, exact, number, t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-field.ts';
import { called, caseAddress, parts, type People } from '../desk/model.ts';
import { filters, KINDS, REACTIONS, RULES, type Brought, type Filter, type Hit, type Trial } from './model.ts';
import { tested } from './gw-filters.ts';

/** Counted at once, and then all: so the first numbers are there while the rest is counted. */
const DAYS = [3, 30] as const;
const NEW = { id: '', order: 100, kind: 'keyword', values: [], reaction: 'fold', text: '', rule: 'spam', on: true } as const;

type Draft = Omit<Filter, 'values' | 'hits' | 'network'> & { values: string };

/** One filter: written, tried on the posts of the last 30 days before it holds, and what it found since. */
export class GwFilter extends LitElement {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @property({ attribute: false }) query = new URLSearchParams();
  @state() private draft: Draft | undefined;
  @state() private trial: Trial | undefined;
  @state() private counting: AbortController | undefined;
  /** What was looked for when it was tried, or when it was saved. */
  @state() private tried = '';
  @state() private text = '';
  @state() private hits: Hit[] | undefined;
  readonly #filter = new Load<Filter | undefined>(this, signal => this.#fetch(signal), () => this.#which());
  readonly #brought = new Load<{ hits: Brought[]; people: People }>(this, signal => (this.params['id'] ? filters.brought(this.params['id'], signal) : Promise.resolve({ hits: [], people: {} })), () => this.#which());
  readonly #doing = new Doing(this);

  constructor() {
    super();
    new Keys(this, [
      { key: 't', label: 'filters.try', act: () => void this.#tryOut(), when: () => this.#complete() },
      { key: 'u', label: 'filters.back', act: () => void go('/staff/filters') },
    ]);
  }

  protected override createRenderRoot() {
    return this;
  }

  #which(): string {
    return `${this.params['id'] ?? ''} ${this.query.get('network') ?? ''}`;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.counting?.abort();
  }

  async #fetch(signal: AbortSignal): Promise<Filter | undefined> {
    const id = this.params['id'];
    this.trial = undefined;
    if (!id) {
      this.draft = { ...NEW, values: '' };
      return { ...NEW, values: [], hits: 0 };
    }
    const network = this.query.get('network') ?? undefined;
    const found = (await filters.all(signal)).filters.find(one => one.id === id && one.network === network);
    if (!found) {
      throw new Problem(404, 'filter', '', '');
    }
    this.draft = { ...found, values: found.values.join('\n') };
    this.tried = this.#looked();
    return found;
  }

  #values(): string[] {
    return (this.draft?.values ?? '').split('\n').map(one => one.trim()).filter(Boolean);
  }

  #wish(): Omit<Filter, 'hits' | 'network'> {
    const { id, order, kind, reaction, text, rule, charter, version, on } = this.draft as Draft;
    const house = (RULES as readonly string[]).includes(rule);
    return { id: id.trim(), order, kind, values: this.#values(), reaction, text, rule, on, ...(house ? {} : { charter, version }) };
  }

  /** What it looks for: as long as this is the same, it finds the same. */
  #looked(): string {
    return JSON.stringify([this.draft?.kind, this.#values()]);
  }

  #complete(): boolean {
    return this.#values().length > 0 && !this.counting;
  }

  async #tryOut() {
    const counting = (this.counting = new AbortController());
    const looked = this.#looked();
    this.trial = undefined;
    await this.#doing.run(async () => {
      try {
        for (const days of DAYS) {
          const trial = await filters.tryOut({ ...this.#wish(), id: this.draft?.id.trim() || 'new', text: this.draft?.text || 'new', on: true }, days, counting.signal);
          this.trial = trial;
          if (trial.days < days) {
            break;
          }
        }
        this.tried = looked;
      } catch (failure) {
        if (!counting.signal.aborted) {
          throw failure;
        }
      }
    });
    if (this.counting === counting) {
      this.counting = undefined;
    }
  }

  #cancel() {
    this.counting?.abort();
    this.counting = undefined;
  }

  async #save(event: Event) {
    event.preventDefault();
    if (this.tried !== this.#looked()) {
      await this.#tryOut();
      return;
    }
    const wish = this.#wish();
    if (await this.#doing.run(() => filters.put(wish, !this.params['id']))) {
      toast({ text: t(wish.on ? 'filters.saved' : 'filters.saved.off', { name: wish.id }) });
      await go('/staff/filters');
    }
  }

  async #test(event: Event) {
    event.preventDefault();
    await this.#doing.run(async () => (this.hits = (await filters.test(this.text, { ...this.#wish(), text: this.draft?.text || 'new', on: true })).hits));
  }

  override render() {
    const id = this.params['id'];
    return html`<p class="back"><a href="/staff/filters">${t('filters.back')}</a></p>
      <h1>${id ? t('filters.one', { name: id }) : t('filters.new')}</h1>
      ${this.#filter.show(filter => (filter && this.draft ? this.#page(filter, this.draft) : nothing))}`;
  }

  #page(filter: Filter, draft: Draft) {
    const mine = !filter.network && may('restrict');
    return html`<div class="rule-page">
      <div>${mine ? this.#form(filter, draft) : this.#told(filter)}
        ${this.params['id'] ? this.#found() : nothing}</div>
      <div>${this.#trialPanel()}${mine ? this.#testPanel() : nothing}</div>
    </div>`;
  }

  #told(filter: Filter) {
    return html`<p>${t(`filters.kind.${filter.kind}`)}: ${filter.values.join(', ')}</p>
      <p><span class="tag ${filter.reaction}">${t(`filters.reaction.${filter.reaction}`)}</span> ${t(`filters.reaction.${filter.reaction}.does`)}</p>
      ${filter.network ? html`<p class="soft">${t('filters.charter')} <a href="/networks/${filter.network}">${t('filters.charter.open')}</a></p>` : nothing}`;
  }

  #form(filter: Filter, draft: Draft) {
    const tried = this.tried === this.#looked();
    const worded = draft.reaction === 'label' || draft.reaction === 'fold';
    return html`<form @submit=${(event: Event) => void this.#save(event)} @input=${(event: Event) => this.#typed(event)} @change=${(event: Event) => this.#typed(event)}>
      <gw-field name="id" .label=${t('filters.name')} .help=${t('filters.name.help')} .value=${draft.id} .disabled=${!!filter.id} .maxlength=${64}></gw-field>
      <gw-field name="kind" type="select" .label=${t('filters.kind')} .value=${draft.kind} .options=${KINDS.map(one => [one, t(`filters.kind.${one}`)] as const)}></gw-field>
      <gw-field name="values" type="textarea" .rows=${5} .label=${t('filters.values')} .help=${t(`filters.kind.${draft.kind}.help`)} .value=${draft.values}></gw-field>
      <gw-field name="reaction" type="select" .label=${t('filters.reaction')} .help=${t(`filters.reaction.${draft.reaction}.does`)} .value=${draft.reaction}
        .options=${REACTIONS.filter(one => may('suspend') || (one !== 'hold' && one !== 'hide')).map(one => [one, t(`filters.reaction.${one}`)] as const)}></gw-field>
      ${worded ? html`<gw-field name="text" .label=${t(`filters.text.${draft.reaction}`)} .value=${draft.text} .maxlength=${200}></gw-field>` : nothing}
      <gw-field name="rule" type="select" .label=${t('decide.rule')} .value=${draft.rule} .options=${this.#rules(filter)}></gw-field>
      <gw-field name="on" type="checkbox" .label=${t('filters.on')} .checked=${draft.on}></gw-field>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      ${tried ? nothing : html`<p class="small soft">${t('filters.try.first')}</p>`}
      <div class="actions">
        <button class="button" ?disabled=${!this.#complete() || !draft.id.trim() || this.#doing.busy}>${t(tried ? 'domains.save' : 'filters.try')}</button>
        <a class="button quiet" href="/staff/filters">${t('filters.leave')}</a>
      </div>
    </form>`;
  }

  #rules(filter: Filter): (readonly [string, string])[] {
    const house = RULES.map(one => [one, t(`rule.${one}`)] as const);
    return (RULES as readonly string[]).includes(filter.rule) ? house : [[filter.rule, filter.rule], ...house];
  }

  #typed(event: Event) {
    const control = event.target as HTMLInputElement;
    if (this.draft && control.name) {
      this.draft = { ...this.draft, [control.name]: control.type === 'checkbox' ? control.checked : control.value };
      this.hits = undefined;
    }
  }

  #trialPanel() {
    const trial = this.trial;
    const last = DAYS.at(-1) as number;
    return html`<section class="effect" aria-labelledby="trial-heading">
      <h2 id="trial-heading">${t('filters.trial')}</h2>
      <div aria-live="polite">
        ${trial
          ? html`<p>${t('filters.trial.hits', { days: trial.days, posts: trial.posts, of: number(trial.ofPosts), accounts: trial.accounts, follows: trial.follows })}</p>
              ${trial.days < last && !this.counting ? html`<p class="small post-note">${t('filters.trial.part', { days: trial.days })}</p>` : nothing}`
          : this.counting ? nothing : html`<p class="soft">${t('filters.trial.none')}</p>`}
      </div>
      ${this.counting
        ? html`<p class="counting"><progress max=${last} .value=${trial?.days ?? 0} aria-label=${t('filters.trial.counting')}></progress>
            <span class="small">${t('filters.trial.counting')}</span>
            <button type="button" class="button plain small" @click=${() => this.#cancel()}>${t('filters.trial.cancel')}</button></p>`
        : html`<p><button type="button" class="button plain small" ?disabled=${!this.#complete()} @click=${() => void this.#tryOut()}>${t(trial ? 'filters.try.again' : 'filters.try')} <kbd aria-hidden="true">t</kbd></button></p>`}
      ${trial?.examples.length
        ? html`<h3>${t('filters.trial.examples')}</h3>
            <ul class="plain-list examples">${trial.examples.map(one => html`<li class="small">
              <a href=${caseAddress(`account:${one.account}`)}>${called(one.account, trial.people)}</a>
              <time class="soft" datetime=${one.at} title=${exact(one.at)}>${ago(one.at)}</time>
              <span class="example-words" dir="auto">${one.words || t('post.wordless')}</span></li>`)}</ul>`
        : nothing}
    </section>`;
  }

  #testPanel() {
    return html`<section aria-labelledby="test-heading">
      <h2 id="test-heading">${t('filters.test')}</h2>
      <form class="test-text" @submit=${this.#test}>
        <gw-field name="text" type="textarea" .rows=${2} .label=${t('filters.test.text')} .help=${t('filters.test.one')} .value=${this.text} .maxlength=${5000}
          @input=${(event: Event) => { this.text = (event.target as HTMLTextAreaElement).value; this.hits = undefined; }}></gw-field>
        <button class="button plain" ?disabled=${!this.text.trim() || !this.#complete()}>${t('filters.test.do')}</button>
      </form>
      <div aria-live="polite">${this.hits ? tested(this.hits) : nothing}</div>
    </section>`;
  }

  #found() {
    return html`<section id="hits" aria-labelledby="hits-heading"><h2 id="hits-heading">${t('filters.found')}</h2>
      ${this.#brought.show(all => html`<ul class="plain-list">${all.hits.map(one => html`<li>
          <a href=${caseAddress(one.subject)}>${called(parts(one.subject).id, all.people)}</a>
          <span class="small soft">${t(`filters.found.${one.type === 'decided' ? 'decided' : 'reported'}`)} <time datetime=${one.at} title=${exact(one.at)}>${ago(one.at)}</time></span>
          <p class="small" dir="auto">${one.text}</p></li>`)}</ul>`, { empty: all => all.hits.length === 0 && 'filters.found' })}
    </section>`;
  }
}
customElements.define('gw-filter', GwFilter);
