import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { go, mark } from '../../shell/router.ts';
import { may } from '../../shell/session.ts';
import { ago, exact, number, t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import { failed } from '../../parts/gw-toast.ts';
import '../../parts/gw-portrait.ts';
import { plans } from '../rules/model.ts';
import { Chosen } from './chosen.ts';
import { addressed, asked, filtered, filterForm, filtersOf, type Filters } from './filters.ts';
import { called, caseAddress, CATEGORIES, desk, parts, type CaseFile, type CaseList, type Counts, type People } from './model.ts';
import { SavedQueues } from './queues.ts';
import './gw-case.ts';

const WIDE = '(min-width: 84rem)';

/** The queue of cases with filters and counts, and beside it the case that is open. */
export class GwCases extends LitElement {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @property({ attribute: false }) query = new URLSearchParams();
  @state() private filters: Filters = {};
  @state() private more: CaseFile[] = [];
  @state() private people: People = {};
  @state() private next: string | undefined;
  @state() private at = 0;
  readonly #wide = matchMedia(WIDE);
  readonly #list = new Load<CaseList>(this, signal => this.#page(undefined, signal));
  readonly #counts = new Load<Counts>(this, signal => desk.counts(signal));
  readonly #queues = new SavedQueues(this, () => this.filters);
  /** How much waits for a second person, for those who could be it. */
  readonly #plans = new Load<number>(this, signal => (may('suspend') ? plans.all(signal).then(all => all.plans.length) : Promise.resolve(0)));
  readonly #chosen = new Chosen(this, { all: () => this.#shown().map(one => one.subject), changed: () => this.#changedMany(), planned: () => void this.#plans.run() });
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    const some = () => this.#shown().length > 0;
    new Live(this, ['case', 'decision'], () => {
      void this.#counts.run();
      void this.#plans.run();
      if (this.more.length === 0) {
        // Further pages stay as they are, so that the list keeps its place.
        void this.#list.run();
      }
    });
    new Keys(this, [
      { key: 'j', label: 'cases.key.next', act: () => this.#step(1), when: some },
      { key: 'k', label: 'cases.key.before', act: () => this.#step(-1), when: some },
      { key: 'o', label: 'cases.key.open', act: () => this.#open(), when: some },
      { key: 'Enter', label: 'cases.key.open', act: () => this.#open(), when: () => some() && !this.params['subject'] },
      { key: 'x', label: 'cases.key.choose', act: () => this.#toggle(this.#shown()[this.at]), when: some },
      { key: 'X', label: 'cases.chosen.all', act: () => this.#chosen.all(), when: some },
      { key: '/', label: 'cases.key.find', act: () => this.querySelector<HTMLElement>('[name=q]')?.focus() },
      { key: 's', label: 'cases.key.save', act: () => this.#queues.start(), when: () => filtered(this.filters) && may('work-on-cases') },
      { key: 'u', label: 'cases.key.back', act: () => void go(this.#address(undefined)), when: () => !!this.params['subject'] },
    ]);
  }

  protected override createRenderRoot() {
    return this;
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('query')) {
      const read = filtersOf(this.query);
      if (JSON.stringify(read) !== JSON.stringify(this.filters)) {
        const first = Object.keys(this.filters).length === 0;
        this.filters = read;
        if (!first) {
          this.#again();
        }
      }
    }
  }

  readonly #resized = () => this.requestUpdate();

  override connectedCallback() {
    this.filters = filtersOf(this.query);
    super.connectedCallback();
    this.#wide.addEventListener('change', this.#resized);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#wide.removeEventListener('change', this.#resized);
    clearTimeout(this.#timer);
  }

  async #page(after: string | undefined, signal?: AbortSignal): Promise<CaseList> {
    const query = asked(this.filters);
    if (after) {
      query.set('after', after);
    }
    const page = await desk.list(query, signal);
    this.people = { ...this.people, ...page.people };
    if (!after) {
      this.more = [];
      this.next = page.next;
    }
    return page;
  }

  #shown(): CaseFile[] {
    return [...(this.#list.value?.cases ?? []), ...this.more];
  }

  #address(subject: string | undefined): string {
    const query = addressed(this.filters).toString();
    return `${subject ? caseAddress(subject) : '/staff/cases'}${query ? `?${query}` : ''}`;
  }

  #again() {
    this.at = 0;
    this.#chosen.none();
    void this.#list.run();
  }

  #filter(event: Event) {
    const control = event.target as HTMLInputElement;
    if (!control.name || this.filters[control.name] === control.value) {
      return;
    }
    this.filters = { ...this.filters, [control.name]: control.value };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.query = addressed(this.filters);
      mark(this.query);
      this.#again();
    }, event.type === 'input' ? 300 : 0);
  }

  #step(by: number) {
    const cases = this.#shown();
    this.at = Math.max(0, Math.min(cases.length - 1, this.at + by));
    const next = cases[this.at];
    if (next && this.params['subject'] && this.#wide.matches) {
      void go(this.#address(next.subject), { replace: true });
    }
    void this.updateComplete.then(() => this.querySelector('.case-row.at')?.scrollIntoView({ block: 'nearest' }));
  }

  #open() {
    const one = this.#shown()[this.at];
    if (one) {
      void go(this.#address(one.subject));
    }
  }

  #toggle(one: CaseFile | undefined) {
    if (one) {
      this.#chosen.toggle(one.subject);
    }
  }

  async #further() {
    const after = this.next;
    try {
      const page = await this.#page(after);
      // Unless the list became another one meanwhile, or somebody pressed twice.
      if (after === this.next) {
        this.more = [...this.more, ...page.cases];
        this.next = page.next;
      }
    } catch (failure) {
      failed(failure);
    }
  }

  /** The next case is shown when one was resolved: it stands where the resolved one stood. */
  async #changed(event: CustomEvent<boolean>) {
    const before = this.#shown();
    const at = before.findIndex(one => one.subject === this.params['subject']);
    await Promise.all([this.#list.run(), this.#counts.run()]);
    if (event.detail && at >= 0 && this.#wide.matches) {
      const next = this.#shown()[Math.min(at, this.#shown().length - 1)];
      if (next && next.subject !== this.params['subject']) {
        this.at = Math.min(at, this.#shown().length - 1);
        void go(this.#address(next.subject), { replace: true });
      }
    }
  }

  #changedMany() {
    void this.#list.run();
    void this.#counts.run();
  }

  override render() {
    const subject = this.params['subject'];
    const both = this.#wide.matches && subject;
    return html`<div class="desk ${both ? 'two' : ''}">
      ${subject && !both ? html`<p class="back"><a href=${this.#address(undefined)}>${t('cases.back')}</a></p>` : this.#queue(!!both)}
      ${subject ? html`<gw-case .subject=${subject} @gw-changed=${this.#changed}></gw-case>` : nothing}
      ${this.#chosen.dialog()}
      ${this.#queues.dialog()}
    </div>`;
  }

  #queue(aside: boolean) {
    return html`<section class="queue" aria-label=${t('cases.title')}>
      ${aside ? html`<h2>${t('cases.title')}</h2>` : html`<h1>${t('cases.title')}</h1>`}
      ${this.#numbers()}
      ${this.#queues.links()}
      <details class="filter-box" ?open=${(!aside && matchMedia('(min-width: 60rem)').matches) || filtered(this.filters)}><summary>${t('cases.filters')}</summary>
      ${filterForm(this.filters, event => this.#filter(event))}
      ${filtered(this.filters) && may('work-on-cases') ? html`<p><button type="button" class="button plain small" @click=${() => this.#queues.start()}>${t('cases.queue.save')}</button></p>` : nothing}
      </details>
      ${this.#chosen.lately()}
      ${this.#chosen.bar()}
      ${this.#list.show(() => this.#rows(), { empty: list => list.cases.length === 0 && (filtered(this.filters) ? 'cases.found' : 'cases') })}
    </section>`;
  }

  #numbers() {
    const counts = this.#counts.value;
    return html`<p class="numbers small" aria-live="polite">
      ${counts
        ? html`<a href="/staff/cases">${t('cases.count', { n: counts.open })}</a>
          ${CATEGORIES.filter(one => counts.categories[one]).map(one => html`<a href="/staff/cases?category=${one}"><span class="tag ${one}">${t(`category.${one}`)} ${number(counts.categories[one] ?? 0)}</span></a>`)}
          ${this.#plans.value ? html`<a href="/staff/plans">${t('cases.plans', { n: this.#plans.value })}</a>` : nothing}
          ${counts.appeals ? html`<a href="/staff/appeals">${t('cases.appeals', { n: counts.appeals })}</a>` : nothing}`
        : html`<span class="soft">&nbsp;</span>`}
    </p>`;
  }

  #rows() {
    const cases = this.#shown();
    return html`<ul class="case-list">${repeat(cases, one => one.subject, (one, i) => this.#row(one, i))}</ul>
      ${this.next ? html`<button type="button" class="button plain" @click=${() => void this.#further()}>${t('cases.more')}</button>` : nothing}`;
  }

  #row(one: CaseFile, i: number) {
    const { kind, id } = parts(one.subject);
    const here = one.subject === this.params['subject'];
    const claimed = one.claimedBy && new Date(one.claimedUntil ?? 0) > new Date();
    return html`<li class="case-row ${i === this.at ? 'at' : ''}">
      <input type="checkbox" aria-label=${t('cases.choose', { who: called(id, this.people) })} .checked=${this.#chosen.has(one.subject)} @change=${() => this.#toggle(one)} />
      <a href=${this.#address(one.subject)} aria-current=${here ? 'true' : nothing} @click=${() => (this.at = i)}>
        <gw-portrait .who=${kind === 'post' ? '' : id}></gw-portrait>
        <span class="case-who">${called(id, this.people)}</span>
        <span class="tag ${one.category}">${t(`category.${one.category}`)}</span>
        <span class="case-what small soft">${kind === 'account' ? nothing : `${t(`kind.${kind}`)} · `}${one.openReports ? `${t('cases.reports', { n: one.openReports })} · ` : nothing}
          <time datetime=${one.waitingSince} title=${exact(one.waitingSince)}>${ago(one.waitingSince)}</time>
          ${claimed ? ` · ${t('case.claimed', { who: called(one.claimedBy as string, this.people) })}` : one.assignee ? ` · ${t('case.assigned', { who: called(one.assignee, this.people) })}` : nothing}</span>
      </a>
    </li>`;
  }
}
customElements.define('gw-cases', GwCases);
