import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../../shell/api.ts';
import { Doing } from '../../shell/doing.ts';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { ago, exact, t } from '../../shell/words.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-dialog.ts';
import '../../parts/gw-field.ts';
import '../../parts/gw-table.ts';
import type { Column } from '../../parts/gw-table.ts';

const STANCES = ['allow', 'limit', 'deny'] as const;
const RESTRICTIONS = ['reject-media', 'reject-reports', 'approve-follows'] as const;
const SHOWN_MOST = 200;
const MEGABYTES_MOST = 8;
/** A rule that ends ends when it did before. */
const KEPT = 'kept';

type Rule = { domain: string; stance: string; restrictions: string[]; comment: string; publicComment: string; createdAt: string; until?: string };
type Example = { host: string; posts: number; accounts: number; follows: number };
type Trial = { rules: number; faults: string[]; hosts: number; posts: number; accounts: number; follows: number; ofFollows: number; needsConfirmation: boolean; examples: Example[]; list?: string };
type Draft = { domain: string; stance: string; restrictions: string[]; comment: string; publicComment: string; hours: string; until: string | undefined; old: boolean };

/** Rules about other servers: one at a time, or lists that are tried before they apply and can be taken back for an hour. */
export class GwDomains extends LitElement {
  @state() private wanted = '';
  @state() private draft: Draft | undefined;
  @state() private trial: Trial | undefined;
  @state() private csv = '';
  @state() private file = '';
  @state() private sure = false;
  /** What is wrong with a file before it is sent. */
  @state() private problem = '';
  @state() private lately: { list: string; rules: number } | undefined;
  readonly #rules = new Load<{ domains: Rule[] }>(this, signal => api.get('/admin/v1/domains', { signal }));
  readonly #doing = new Doing(this);

  constructor() {
    super();
    new Live(this, ['domain'], () => void this.#rules.run());
  }

  protected override createRenderRoot() {
    return this;
  }

  async #save(event: Event) {
    event.preventDefault();
    const draft = this.draft;
    if (!draft) {
      return;
    }
    await this.#doing.run(async () => {
      const saved = await api.put<Rule>(`/admin/v1/domains/${encodeURIComponent(draft.domain.trim())}`, this.#wish(draft));
      const before = this.#rules.value?.domains.find(one => one.domain === saved.domain);
      this.draft = undefined;
      await this.#rules.run();
      toast({ text: t('domains.saved', { domain: saved.domain }), undo: () => (before ? this.#put(before) : this.#remove(saved.domain)) });
    });
  }

  #wish(draft: Draft) {
    const { stance, restrictions, comment, publicComment, hours, until } = draft;
    return { stance, restrictions, comment, publicComment, ...(hours === KEPT && until ? left(until) : hours ? { hours: Number(hours) } : {}) };
  }

  async #put(rule: Rule) {
    await api.put(`/admin/v1/domains/${encodeURIComponent(rule.domain)}`, { ...rule, ...(rule.until ? left(rule.until) : {}) });
    await this.#rules.run();
  }

  async #remove(domain: string) {
    await api.delete(`/admin/v1/domains/${encodeURIComponent(domain)}`);
    await this.#rules.run();
  }

  async #forget(rule: Rule) {
    if (await this.#doing.run(() => this.#remove(rule.domain))) {
      toast({ text: t('domains.removed', { domain: rule.domain }), undo: () => this.#put(rule) });
    }
  }

  async #chosen(event: Event) {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    this.trial = undefined;
    this.sure = false;
    this.problem = '';
    if (!file) {
      return;
    }
    if (file.size > MEGABYTES_MOST * 1024 * 1024) {
      this.problem = t('domains.list.large', { n: MEGABYTES_MOST });
      return;
    }
    this.csv = await file.text();
    this.file = file.name;
    await this.#doing.run(async () => {
      this.trial = await api.post<Trial>('/admin/v1/domains/preview', this.csv, { headers: { 'Content-Type': 'text/csv' } });
    });
  }

  async #apply() {
    await this.#doing.run(async () => {
      const done = await api.post<Trial>(`/admin/v1/domains/import${this.sure ? '?confirm=true' : ''}`, this.csv, { headers: { 'Content-Type': 'text/csv' } });
      const list = done.list ?? '';
      this.lately = { list, rules: done.rules };
      this.trial = undefined;
      this.csv = '';
      await this.#rules.run();
      toast({ text: t('domains.list.applied', { n: done.rules }), undo: () => this.#undo(list) });
    });
  }

  async #undo(list: string) {
    await this.#doing.run(async () => {
      const { rules } = await api.post<{ rules: number }>(`/admin/v1/domains/lists/${list}/undo`);
      this.lately = undefined;
      await this.#rules.run();
      toast({ text: t('domains.list.undone', { n: rules }) });
    });
  }

  async #export() {
    await this.#doing.run(async () => {
      const answer = await api.send('GET', '/admin/v1/domains/export', { headers: { Accept: 'text/csv' } });
      const url = URL.createObjectURL(await answer.blob());
      const link = document.createElement('a');
      link.href = url;
      link.download = 'domain_blocks.csv';
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
  }

  override render() {
    return html`<h1>${t('domains.title')}</h1><p class="soft">${t('domains.about')}</p>
      <div class="row">
        <button type="button" class="button" @click=${() => this.#edit(undefined)}>${t('domains.new')}</button>
        <label class="button plain file">${t('domains.list.choose')}<input class="hidden" type="file" accept=".csv,text/csv" @change=${this.#chosen} /></label>
        <button type="button" class="button plain" @click=${() => void this.#export()}>${t('domains.export')}</button>
      </div>
      ${this.problem || this.#doing.problem ? html`<p class="form-error" role="alert">${this.problem || this.#doing.problem}</p>` : nothing}
      ${this.trial ? this.#tried(this.trial) : nothing}
      ${this.lately ? html`<p class="bulks small">${t('domains.list.lately', { n: this.lately.rules })}
        <button type="button" class="button plain small" @click=${() => void this.#undo(this.lately?.list ?? '')}>${t('toast.undo')}</button></p>` : nothing}
      ${this.#rules.show(all => this.#table(all.domains), { empty: all => all.domains.length === 0 && 'domains' })}
      <gw-dialog .open=${!!this.draft} heading=${t(this.draft?.old ? 'domains.edit' : 'domains.new')} @gw-close=${() => (this.draft = undefined)} .body=${() => this.#form()}></gw-dialog>`;
  }

  #tried(trial: Trial) {
    return html`<section class="panel" aria-labelledby="trial-heading">
      <h2 id="trial-heading">${t('domains.trial', { file: this.file })}</h2>
      <p>${t('domains.trial.hits', { rules: trial.rules, hosts: trial.hosts, posts: trial.posts, accounts: trial.accounts })}</p>
      <p>${t('domains.trial.follows', { n: trial.follows, of: trial.ofFollows })}</p>
      ${trial.examples.length
        ? html`<table class="table"><caption class="hidden">${t('domains.trial.examples')}</caption>
            <thead><tr><th scope="col">${t('domains.host')}</th><th scope="col" class="end">${t('domains.posts')}</th><th scope="col" class="end">${t('domains.accounts')}</th><th scope="col" class="end">${t('domains.follows')}</th></tr></thead>
            <tbody>${trial.examples.map(one => html`<tr><td data-title=${t('domains.host')}>${one.host}</td><td class="end" data-title=${t('domains.posts')}>${one.posts}</td>
              <td class="end" data-title=${t('domains.accounts')}>${one.accounts}</td><td class="end" data-title=${t('domains.follows')}>${one.follows}</td></tr>`)}</tbody></table>`
        : html`<p class="soft">${t('domains.trial.nobody')}</p>`}
      ${trial.faults.length
        ? html`<details><summary>${t('domains.trial.faults', { n: trial.faults.length })}</summary><ul class="small">${trial.faults.slice(0, 50).map(one => html`<li>${one}</li>`)}</ul></details>`
        : nothing}
      ${trial.needsConfirmation
        ? html`<p class="form-error">${t('domains.trial.floor')}</p>
            <gw-field type="checkbox" .label=${t('domains.trial.sure')} .checked=${this.sure} @change=${(event: Event) => (this.sure = (event.target as HTMLInputElement).checked)}></gw-field>`
        : nothing}
      <div class="actions">
        <button type="button" class="button" ?disabled=${this.#doing.busy || !trial.rules || (trial.needsConfirmation && !this.sure)} @click=${() => void this.#apply()}>${t('domains.trial.apply', { n: trial.rules })}</button>
        <button type="button" class="button quiet" @click=${() => (this.trial = undefined)}>${t('domains.trial.leave')}</button>
      </div>
    </section>`;
  }

  #table(all: Rule[]) {
    const found = all.filter(one => one.domain.includes(this.wanted.toLowerCase()));
    const columns: Column<Rule>[] = [
      { title: t('domains.host'), cell: one => html`<button type="button" class="link" @click=${() => this.#edit(one)}>${one.domain}</button>` },
      { title: t('domains.stance'), cell: one => html`<span class="tag ${one.stance}">${t(`domains.stance.${one.stance}`)}</span>` },
      { title: t('domains.restrictions'), cell: one => one.restrictions.map(name => t(`domains.restriction.${name}`)).join(', ') || '–' },
      { title: t('domains.comment'), cell: one => one.publicComment || one.comment || '–' },
      { title: t('domains.since'), cell: one => html`<span><time datetime=${one.createdAt} title=${exact(one.createdAt)}>${ago(one.createdAt)}</time>${one.until ? html`, <span title=${exact(one.until)}>${t('domains.until', { when: ago(one.until) })}</span>` : nothing}</span>` },
      { title: t('domains.act'), cell: one => html`<button type="button" class="button quiet small" aria-label=${t('domains.remove.one', { domain: one.domain })} @click=${() => void this.#forget(one)}>${t('domains.remove')}</button>` },
    ];
    return html`<form role="search" class="narrow" @submit=${(event: Event) => event.preventDefault()}>
        <gw-field type="search" .label=${t('domains.find')} .value=${this.wanted} @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value.trim())}></gw-field></form>
      <p class="small soft" aria-live="polite">${t('domains.count', { n: found.length })}</p>
      <gw-table .caption=${t('domains.title')} .columns=${columns} .rows=${found.slice(0, SHOWN_MOST)} .key=${(one: Rule) => one.domain}></gw-table>
      ${found.length > SHOWN_MOST ? html`<p class="small soft">${t('domains.more', { n: SHOWN_MOST })}</p>` : nothing}`;
  }

  #edit(rule: Rule | undefined) {
    this.#doing.clear();
    this.draft = { domain: rule?.domain ?? '', stance: rule?.stance ?? 'limit', restrictions: rule?.restrictions ?? [], comment: rule?.comment ?? '', publicComment: rule?.publicComment ?? '', hours: rule?.until ? KEPT : '', until: rule?.until, old: !!rule };
  }

  #form() {
    const draft = this.draft as Draft;
    return html`<form @submit=${(event: Event) => void this.#save(event)} @input=${(event: Event) => this.#typed(event)} @change=${(event: Event) => this.#typed(event)}>
      <gw-field name="domain" required .label=${t('domains.host')} .help=${t('domains.host.help')} .value=${draft.domain} .disabled=${draft.old} .maxlength=${253}></gw-field>
      <gw-field name="stance" type="select" .label=${t('domains.stance')} .help=${t(`domains.stance.${draft.stance}.does`)} .value=${draft.stance} .options=${STANCES.map(one => [one, t(`domains.stance.${one}`)] as const)}></gw-field>
      <fieldset class="checks"><legend>${t('domains.restrictions')}</legend>
        ${RESTRICTIONS.map(one => html`<gw-field name=${one} type="checkbox" .label=${t(`domains.restriction.${one}`)} .checked=${draft.restrictions.includes(one)}></gw-field>`)}</fieldset>
      <gw-field name="publicComment" type="textarea" .rows=${2} .label=${t('domains.publicComment')} .help=${t('domains.publicComment.help')} .value=${draft.publicComment} .maxlength=${2000}></gw-field>
      <gw-field name="comment" type="textarea" .rows=${2} .label=${t('domains.comment.staff')} .value=${draft.comment} .maxlength=${2000}></gw-field>
      <gw-field name="hours" type="select" .label=${t('decide.hours')} .value=${draft.hours}
        .options=${[...(draft.until ? [[KEPT, t('domains.until', { when: ago(draft.until) })] as const] : []), ...['', '24', '168', '720', '8760'].map(one => [one, t(`decide.hours.${one || 'ever'}`)] as const)]}></gw-field>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button" ?disabled=${this.#doing.busy || !draft.domain.trim()}>${t('domains.save')}</button></div>
    </form>`;
  }

  #typed(event: Event) {
    const control = event.target as HTMLInputElement;
    const draft = this.draft;
    if (!draft) {
      return;
    }
    const name = control.name;
    this.draft = (RESTRICTIONS as readonly string[]).includes(name)
      ? { ...draft, restrictions: control.checked ? [...new Set([...draft.restrictions, name])] : draft.restrictions.filter(one => one !== name) }
      : { ...draft, [name]: control.value };
  }
}
customElements.define('gw-domains', GwDomains);

/** What is left of a rule's time, in whole hours. */
function left(until: string): { hours: number } {
  return { hours: Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / 3_600_000)) };
}
