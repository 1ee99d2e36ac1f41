import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Doing } from '../../shell/doing.ts';
import { Load } from '../../shell/load.ts';
import { go } from '../../shell/router.ts';
import { may } from '../../shell/session.ts';
import { number, t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-field.ts';
import { filters, labels, networkName, ruleName, type Filter, type Hit, type Network } from './model.ts';

const VALUES_SHOWN = 5;

/** Filters in the order in which they are asked: switched, moved, and tested against a text. */
export class GwFilters extends LitElement {
  @state() private at = 0;
  @state() private text = '';
  @state() private hits: Hit[] | undefined;
  readonly #all = new Load<Filter[]>(this, signal => filters.all(signal).then(answer => answer.filters));
  readonly #networks = new Load<Network[]>(this, signal => labels.networks(signal).then(answer => answer.networks));
  readonly #doing = new Doing(this);
  /** The last order that was sent: a key pressed twice sends two, one after the other, and what is shown is read anew after both. */
  #sent: Promise<unknown> = Promise.resolve();

  constructor() {
    super();
    const some = () => this.#own().length > 0;
    const writing = () => some() && may('restrict');
    new Keys(this, [
      { key: 'j', label: 'filters.key.next', act: () => this.#step(1), when: some },
      { key: 'k', label: 'filters.key.before', act: () => this.#step(-1), when: some },
      { key: 'J', label: 'filters.key.later', act: () => void this.#move(this.at, 1), when: writing },
      { key: 'K', label: 'filters.key.earlier', act: () => void this.#move(this.at, -1), when: writing },
      { key: 'o', label: 'filters.key.open', act: () => this.#open(), when: some },
      { key: 'x', label: 'filters.key.switch', act: () => void this.#switch(this.#own()[this.at]), when: writing },
      { key: 'n', label: 'filters.new', act: () => void go('/staff/filters/new'), when: () => may('restrict') },
      { key: 't', label: 'filters.test', act: () => this.querySelector<HTMLElement>('.test-text textarea')?.focus() },
    ]);
  }

  protected override createRenderRoot() {
    return this;
  }

  /** Those that this server may order; charters' filters come after them. */
  #own(): Filter[] {
    return (this.#all.value ?? []).filter(one => !one.network);
  }

  #step(by: number) {
    this.at = Math.max(0, Math.min(this.#own().length - 1, this.at + by));
    void this.updateComplete.then(() => this.querySelector('.rule-row.at')?.scrollIntoView({ block: 'nearest' }));
  }

  #open() {
    const one = this.#own()[this.at];
    if (one) {
      void go(`/staff/filters/edit/${one.id}`);
    }
  }

  async #move(from: number, by: number) {
    const own = this.#own();
    const to = from + by;
    const [moved] = own.splice(from, 1);
    if (!moved || to < 0 || to > own.length) {
      return;
    }
    own.splice(to, 0, moved);
    this.at = to;
    this.#all.put([...own, ...(this.#all.value ?? []).filter(one => one.network)]);
    const sent = (this.#sent = this.#sent.then(() => this.#doing.run(() => filters.order(own.map(one => one.id)))));
    await sent;
    if (sent === this.#sent) {
      await this.#all.run();
    }
  }

  async #switch(one: Filter | undefined) {
    if (one && (await this.#doing.run(() => filters.turn(one.id, !one.on)))) {
      await this.#all.run();
      toast({ text: t(one.on ? 'filters.switched.off' : 'filters.switched.on', { name: one.id }) });
    }
  }

  async #remove(one: Filter) {
    if (await this.#doing.run(() => filters.remove(one.id))) {
      await this.#all.run();
      toast({
        text: t('filters.removed', { name: one.id }),
        undo: async () => {
          await this.#doing.run(() => filters.put(one, true));
          await this.#all.run();
        },
      });
    }
  }

  async #test(event: Event) {
    event.preventDefault();
    await this.#doing.run(async () => (this.hits = (await filters.test(this.text)).hits));
  }

  override render() {
    return html`<h1>${t('filters.title')}</h1><p class="soft">${t('filters.about')}</p>
      ${may('restrict') ? html`<p><a class="button" href="/staff/filters/new">${t('filters.new')}</a></p>` : nothing}
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      ${this.#all.show(all => this.#list(all), { empty: all => all.length === 0 && 'filters' })}
      ${this.#tester()}`;
  }

  #list(all: Filter[]) {
    const own = all.filter(one => !one.network);
    const theirs = all.filter(one => one.network);
    return html`${own.length ? html`<ol class="filter-list" aria-label=${t('filters.own')}>${repeat(own, one => one.id, (one, i) => this.#row(one, i, own.length))}</ol>` : nothing}
      ${theirs.length
        ? html`<h2>${t('filters.charters')}</h2><p class="soft small">${t('filters.charters.about')}</p>
            <ul class="filter-list">${theirs.map(one => this.#row(one, -1, 0))}</ul>`
        : nothing}`;
  }

  #row(one: Filter, i: number, of: number) {
    const mine = i >= 0 && may('restrict');
    const address = `/staff/filters/edit/${one.id}${one.network ? `?network=${encodeURIComponent(one.network)}` : ''}`;
    return html`<li class="rule-row ${i === this.at ? 'at' : ''} ${one.on ? '' : 'off'}">
      <div class="rule-what">
        <a class="rule-name" href=${address} @click=${() => (this.at = Math.max(0, i))}>${one.id}</a>
        <span class="tag ${one.reaction}">${t(`filters.reaction.${one.reaction}`)}</span>
        ${one.on ? nothing : html`<span class="tag">${t('filters.off')}</span>`}
        <p class="small">${t(`filters.kind.${one.kind}`)}: <span dir="auto">${one.values.slice(0, VALUES_SHOWN).join(', ')}</span>${one.values.length > VALUES_SHOWN
          ? ` ${t('filters.values.more', { n: one.values.length - VALUES_SHOWN })}` : nothing}</p>
        <p class="small soft">${ruleName(one.rule)} ·
          ${one.network ? html`<a href="/networks/${one.network}">${networkName(one.network, this.#networks.value ?? [])}</a>` : t('filters.here')} ·
          <a href="${address}#hits">${t('filters.hits', { n: one.hits, number: number(one.hits) })}</a></p>
      </div>
      ${mine
        ? html`<div class="row rule-acts">
            <button type="button" class="button quiet small" ?disabled=${i === 0 || this.#doing.busy} aria-label=${t('filters.earlier', { name: one.id })} @click=${() => void this.#move(i, -1)}>↑</button>
            <button type="button" class="button quiet small" ?disabled=${i === of - 1 || this.#doing.busy} aria-label=${t('filters.later', { name: one.id })} @click=${() => void this.#move(i, 1)}>↓</button>
            <button type="button" class="button plain small" aria-label=${t(one.on ? 'filters.switch.off' : 'filters.switch.on', { name: one.id })} @click=${() => void this.#switch(one)}>${t(one.on ? 'filters.turn.off' : 'filters.turn.on')}</button>
            <button type="button" class="button quiet small" aria-label=${t('filters.remove.one', { name: one.id })} @click=${() => void this.#remove(one)}>${t('domains.remove')}</button>
          </div>`
        : nothing}
    </li>`;
  }

  #tester() {
    return html`<section class="panel narrow-panel" aria-labelledby="test-heading">
      <h2 id="test-heading">${t('filters.test')}</h2>
      <form class="test-text" @submit=${this.#test}>
        <gw-field name="text" type="textarea" .rows=${3} .label=${t('filters.test.text')} .help=${t('filters.test.help')} .value=${this.text} .maxlength=${5000}
          @input=${(event: Event) => { this.text = (event.target as HTMLTextAreaElement).value; this.hits = undefined; }}></gw-field>
        <div class="actions"><button class="button plain" ?disabled=${!this.text.trim()}>${t('filters.test.do')}</button></div>
      </form>
      <div aria-live="polite">${this.hits ? tested(this.hits) : nothing}</div>
    </section>`;
  }
}

/** What filters found in a text. */
export function tested(hits: readonly Hit[]) {
  return hits.length
    ? html`<ul class="plain-list tested">${hits.map(one => html`<li><span class="tag ${one.reaction}">${t(`filters.reaction.${one.reaction}`)}</span> <span dir="auto">${one.explained}</span></li>`)}</ul>`
    : html`<p class="soft">${t('filters.test.none')}</p>`;
}
customElements.define('gw-filters', GwFilters);
