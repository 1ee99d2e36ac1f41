import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Problem } from '../../shell/api.ts';
import { Doing } from '../../shell/doing.ts';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { go, mark } from '../../shell/router.ts';
import { may, session } from '../../shell/session.ts';
import { ago, exact, number, t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import { failed, toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-dialog.ts';
import '../../parts/gw-field.ts';
import '../../parts/gw-portrait.ts';
import { remember, undoable, type Bulk } from './bulks.ts';
import { hand, plans, type Text } from '../rules/model.ts';
import { called, caseAddress, CATEGORIES, desk, parts, type CaseFile, type CaseList, type Counts, type Decided, type Dossier, type People, type Wish } from './model.ts';
import './gw-case.ts';
import './gw-decide.ts';

const FILTERS = ['status', 'category', 'kind', 'assignee', 'hours', 'q'] as const;
const WIDE = '(min-width: 84rem)';

/** The queue of cases with filters and counts, and beside it the case that is open. */
export class GwCases extends LitElement {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @property({ attribute: false }) query = new URLSearchParams();
  @state() private filters: Record<string, string> = {};
  @state() private more: CaseFile[] = [];
  @state() private people: People = {};
  @state() private next: string | undefined;
  @state() private at = 0;
  @state() private chosen: ReadonlySet<string> = new Set();
  @state() private deciding: Dossier | undefined;
  @state() private saving: { name: string; shared: boolean } | undefined;
  @state() private progress = '';
  @state() private bulks: readonly Bulk[] = undoable();
  readonly #wide = matchMedia(WIDE);
  readonly #list = new Load<CaseList>(this, signal => this.#page(undefined, signal));
  readonly #counts = new Load<Counts>(this, signal => desk.counts(signal));
  readonly #queues = new Load<Text[]>(this, signal => hand.all('queues', signal).then(answer => answer.texts));
  /** How much waits for a second person, for those who could be it. */
  readonly #plans = new Load<number>(this, signal => (may('suspend') ? plans.all(signal).then(all => all.plans.length) : Promise.resolve(0)));
  readonly #doing = new Doing(this);
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
      { key: 'x', label: 'cases.key.choose', act: () => this.#toggle(this.#shown()[this.at]?.subject), when: some },
      { key: 'X', label: 'cases.chosen.all', act: () => this.#chooseAll(), when: some },
      { key: '/', label: 'cases.key.find', act: () => this.querySelector<HTMLElement>('[name=q]')?.focus() },
      { key: 's', label: 'cases.key.save', act: () => this.#startSaving(), when: () => this.#filtered() && may('work-on-cases') },
      { key: 'u', label: 'cases.key.back', act: () => void go(this.#address(undefined)), when: () => !!this.params['subject'] },
    ]);
  }

  protected override createRenderRoot() {
    return this;
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('query')) {
      const read = Object.fromEntries(FILTERS.map(one => [one, this.query.get(one) ?? '']));
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
    this.filters = Object.fromEntries(FILTERS.map(one => [one, this.query.get(one) ?? '']));
    super.connectedCallback();
    this.#wide.addEventListener('change', this.#resized);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#wide.removeEventListener('change', this.#resized);
    clearTimeout(this.#timer);
  }

  async #page(after: string | undefined, signal?: AbortSignal): Promise<CaseList> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(this.filters)) {
      if (value) {
        query.set(name, name === 'assignee' && value === 'me' ? (session.value?.account.did ?? '') : value);
      }
    }
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
    const query = new URLSearchParams(Object.entries(this.filters).filter(([, value]) => value)).toString();
    return `${subject ? caseAddress(subject) : '/staff/cases'}${query ? `?${query}` : ''}`;
  }

  #again() {
    this.at = 0;
    this.chosen = new Set();
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
      this.query = new URLSearchParams(Object.entries(this.filters).filter(([, value]) => value));
      mark(this.query);
      this.#again();
    }, event.type === 'input' ? 300 : 0);
  }

  #filtered(): boolean {
    return Object.values(this.filters).some(Boolean);
  }

  #startSaving() {
    this.#doing.clear();
    this.saving = { name: '', shared: false };
  }

  async #saveQueue(event: Event) {
    event.preventDefault();
    const saving = this.saving;
    const text = new URLSearchParams(Object.entries(this.filters).filter(([, value]) => value)).toString();
    if (saving && (await this.#doing.run(() => hand.put('queues', { name: saving.name.trim(), text, shared: saving.shared })))) {
      this.saving = undefined;
      await this.#queues.run();
      toast({ text: t('cases.queue.saved', { name: saving.name.trim() }) });
    }
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

  #toggle(subject: string | undefined) {
    if (subject) {
      const next = new Set(this.chosen);
      if (!next.delete(subject)) {
        next.add(subject);
      }
      this.chosen = next;
    }
  }

  #chooseAll() {
    this.chosen = new Set(this.#shown().map(one => one.subject));
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

  async #startBulk() {
    const [first] = this.chosen;
    if (first) {
      try {
        this.deciding = await desk.dossier(first);
      } catch (failure) {
        failed(failure);
      }
    }
  }

  #bulkDecided(event: CustomEvent<{ wish: Wish; decided: Decided }>) {
    const { wish, decided } = event.detail;
    this.deciding = undefined;
    if (decided.plan) {
      toast({ text: t('cases.bulk.planned') });
      void this.#plans.run();
    } else {
      const n = decided.done ?? 1;
      if (decided.bulk) {
        const bulk: Bulk = { id: decided.bulk, measure: wish.measure, n, at: Date.now() };
        this.bulks = remember(bulk);
        toast({ text: t('cases.bulk.done', { n, refused: decided.refused ?? 0, measure: t(`measure.${wish.measure}`) }), undo: () => this.#undoBulk(bulk) });
      }
    }
    this.chosen = new Set();
    void this.#list.run();
    void this.#counts.run();
  }

  async #undoBulk(bulk: Bulk) {
    try {
      const { done } = await desk.undo(bulk.id, t('decide.undone'));
      this.bulks = remember(undefined, bulk.id);
      toast({ text: t('cases.bulk.undone', { n: done }) });
      void this.#list.run();
    } catch (failure) {
      failed(failure);
    }
  }

  /** One after the other, so that it can be counted; what fails is said at the end. */
  async #resolveChosen() {
    const subjects = [...this.chosen];
    const resolved: string[] = [];
    for (const subject of subjects) {
      this.progress = t('cases.bulk.progress', { n: resolved.length, of: subjects.length });
      try {
        await desk.work('resolve', subject);
        resolved.push(subject);
      } catch (failure) {
        Problem.of(failure);
      }
    }
    this.progress = '';
    this.chosen = new Set();
    toast({
      text: t('cases.bulk.resolved', { n: resolved.length, of: subjects.length }),
      undo: async () => {
        await Promise.all(resolved.map(one => desk.work('reopen', one)));
        void this.#list.run();
        void this.#counts.run();
      },
    });
    void this.#list.run();
    void this.#counts.run();
  }

  override render() {
    const subject = this.params['subject'];
    const both = this.#wide.matches && subject;
    return html`<div class="desk ${both ? 'two' : ''}">
      ${subject && !both ? html`<p class="back"><a href=${this.#address(undefined)}>${t('cases.back')}</a></p>` : this.#queue(!!both)}
      ${subject ? html`<gw-case .subject=${subject} @gw-changed=${this.#changed}></gw-case>` : nothing}
      ${this.#bulkDialog()}
      <gw-dialog .open=${!!this.saving} heading=${t('cases.queue.save')} @gw-close=${() => (this.saving = undefined)} .body=${() => this.saving && this.#saveForm(this.saving)}></gw-dialog>
    </div>`;
  }

  #queue(aside: boolean) {
    return html`<section class="queue" aria-label=${t('cases.title')}>
      ${aside ? html`<h2>${t('cases.title')}</h2>` : html`<h1>${t('cases.title')}</h1>`}
      ${this.#numbers()}
      ${this.#saved()}
      <details class="filter-box" ?open=${(!aside && matchMedia('(min-width: 60rem)').matches) || this.#filtered()}><summary>${t('cases.filters')}</summary>
      <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()} @input=${this.#filter} @change=${this.#filter}>
        ${this.#select('status', [['', t('case.open')], ['resolved', t('case.resolved')], ['all', t('cases.all')]])}
        ${this.#select('category', [['', t('cases.any')], ...CATEGORIES.map((one): [string, string] => [one, t(`category.${one}`)])])}
        ${this.#select('kind', [['', t('cases.any')], ...(['account', 'post', 'domain'] as const).map((one): [string, string] => [one, t(`kind.${one}`)])])}
        ${this.#select('assignee', [['', t('cases.anyone')], ['me', t('cases.mine')]])}
        ${this.#select('hours', [['', t('cases.any')], ['24', t('cases.hours', { n: 24 })], ['72', t('cases.hours', { n: 72 })], ['168', t('cases.hours', { n: 168 })]])}
        <gw-field name="q" type="search" .label=${t('cases.filter.q')} .value=${this.filters['q'] ?? ''} .maxlength=${200}></gw-field>
      </form>
      ${this.#filtered() && may('work-on-cases') ? html`<p><button type="button" class="button plain small" @click=${() => this.#startSaving()}>${t('cases.queue.save')}</button></p>` : nothing}
      </details>
      ${this.#undoBar()}
      ${this.chosen.size ? this.#chosenBar() : nothing}
      ${this.#list.show(() => this.#rows(), { empty: list => list.cases.length === 0 && (this.#filtered() ? 'cases.found' : 'cases') })}
    </section>`;
  }

  #select(name: string, options: [string, string][]) {
    return html`<gw-field name=${name} type="select" .label=${t(`cases.filter.${name}`)} .value=${this.filters[name] ?? ''} .options=${options}></gw-field>`;
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

  /** Saved queues as links; the one that is shown is marked. */
  #saved() {
    const queues = this.#queues.value ?? [];
    const now = new URLSearchParams(Object.entries(this.filters).filter(([, value]) => value)).toString();
    return queues.length
      ? html`<nav class="saved small" aria-label=${t('cases.queues')}>${queues.map(one => html`<a href="/staff/cases?${one.text}" dir="auto" aria-current=${one.text === now ? 'page' : nothing}>${one.name}</a>`)}
          <a class="soft" href="/staff/hand">${t('cases.queues.edit')}</a></nav>`
      : nothing;
  }

  #saveForm(saving: NonNullable<GwCases['saving']>) {
    return html`<form @submit=${(event: Event) => void this.#saveQueue(event)}>
      <gw-field name="queue" .label=${t('cases.queue.name')} .value=${saving.name} .maxlength=${64} @input=${(event: Event) => (this.saving = { ...saving, name: (event.target as HTMLInputElement).value })}></gw-field>
      <gw-field name="shared" type="checkbox" .label=${t('cases.queue.shared')} .checked=${saving.shared} @change=${(event: Event) => (this.saving = { ...saving, shared: (event.target as HTMLInputElement).checked })}></gw-field>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button" ?disabled=${this.#doing.busy || !saving.name.trim()}>${t('domains.save')}</button></div>
    </form>`;
  }

  #undoBar() {
    return this.bulks.length
      ? html`<ul class="bulks small">${this.bulks.map(one => html`<li>${t('cases.bulk.lately', { n: one.n, measure: t(`measure.${one.measure}`), when: ago(new Date(one.at)) })}
          <button type="button" class="button plain small" @click=${() => void this.#undoBulk(one)}>${t('toast.undo')}</button></li>`)}</ul>`
      : nothing;
  }

  #chosenBar() {
    return html`<div class="chosen-bar row" role="region" aria-label=${t('cases.chosen', { n: this.chosen.size })}>
      <strong>${t('cases.chosen', { n: this.chosen.size })}</strong>
      ${may('label', 'restrict', 'suspend') ? html`<button type="button" class="button" @click=${() => void this.#startBulk()}>${t('cases.bulk.decide')}</button>` : nothing}
      ${may('work-on-cases') ? html`<button type="button" class="button plain" ?disabled=${!!this.progress} @click=${() => void this.#resolveChosen()}>${this.progress || t('case.resolve')}</button>` : nothing}
      ${this.chosen.size < this.#shown().length ? html`<button type="button" class="button quiet" @click=${() => this.#chooseAll()}>${t('cases.chosen.all')}</button>` : nothing}
      <button type="button" class="button quiet" @click=${() => (this.chosen = new Set())}>${t('cases.chosen.none')}</button>
    </div>`;
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
      <input type="checkbox" aria-label=${t('cases.choose', { who: called(id, this.people) })} .checked=${this.chosen.has(one.subject)} @change=${() => this.#toggle(one.subject)} />
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

  #bulkDialog() {
    const dossier = this.deciding;
    return html`<gw-dialog .open=${!!dossier} heading=${t('cases.bulk.title', { n: this.chosen.size })} @gw-close=${() => (this.deciding = undefined)}
      .body=${() => html`<gw-decide .subjects=${[...this.chosen]} .rules=${dossier?.rules ?? []} @gw-decided=${(event: CustomEvent<{ wish: Wish; decided: Decided }>) => this.#bulkDecided(event)}></gw-decide>`}></gw-dialog>`;
  }
}
customElements.define('gw-cases', GwCases);
