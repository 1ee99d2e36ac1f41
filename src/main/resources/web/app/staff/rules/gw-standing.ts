import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Doing } from '../../shell/doing.ts';
import { Load } from '../../shell/load.ts';
import { may } from '../../shell/session.ts';
import { ago, exact, number, t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-dialog.ts';
import '../../parts/gw-field.ts';
import '../../parts/gw-table.ts';
import type { Column } from '../../parts/gw-table.ts';
import { called } from '../desk/model.ts';
import { labels, networkName, type Labeler, type Network, type Standing } from './model.ts';

/** Labels: which stand here, what networks mean by them, and whose labels are heeded. */
export class GwStanding extends LitElement {
  @state() private draft: { origin: string; did: string; trust: Labeler['trust'] } | undefined;
  readonly #standing = new Load<Standing[]>(this, signal => labels.standing(signal).then(answer => answer.labels));
  readonly #labelers = new Load<Labeler[]>(this, signal => labels.labelers(signal).then(answer => answer.labelers));
  readonly #networks = new Load<Network[]>(this, signal => labels.networks(signal).then(answer => answer.networks));
  readonly #doing = new Doing(this);

  constructor() {
    super();
    new Keys(this, [{ key: 'n', label: 'labelers.new', act: () => this.#start(), when: () => may('restrict') }]);
  }

  protected override createRenderRoot() {
    return this;
  }

  #start() {
    this.#doing.clear();
    this.draft = { origin: 'https://', did: '', trust: 'suggest' };
  }

  async #heed(one: Pick<Labeler, 'did' | 'origin' | 'trust'>): Promise<boolean> {
    const well = await this.#doing.run(() => labels.heed(one));
    await this.#labelers.run();
    return well;
  }

  async #add(event: Event) {
    event.preventDefault();
    const draft = this.draft;
    if (draft && (await this.#heed({ did: draft.did.trim(), origin: draft.origin.trim(), trust: draft.trust }))) {
      this.draft = undefined;
    }
  }

  async #leave(one: Labeler) {
    if (await this.#doing.run(() => labels.leave(one.did))) {
      await this.#labelers.run();
      toast({ text: t('labelers.left', { name: one.origin }), undo: async () => void (await this.#heed(one)) });
    }
  }

  override render() {
    return html`<h1>${t('standing.title')}</h1><p class="soft">${t('standing.about')}</p>
      ${this.#doing.problem && !this.draft ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <h2>${t('standing.standing')}</h2>
      ${this.#standing.show(all => this.#table(all), { empty: all => all.length === 0 && 'standing' })}
      <p class="small"><a href="/moderation/v1/documents">${t('standing.documents')}</a> · <a href="/moderation/log">${t('standing.log')}</a></p>
      <h2>${t('standing.defined')}</h2><p class="soft small">${t('standing.defined.about')}</p>
      ${this.#networks.show(all => this.#defined(all), { empty: all => all.every(one => !one.labels?.length) && 'standing.defined' })}
      <h2>${t('labelers.title')}</h2><p class="soft small">${t('labelers.about')}</p>
      ${this.#labelers.show(all => this.#heeded(all), { empty: all => all.length === 0 && 'labelers' })}
      ${may('restrict') ? html`<p><button type="button" class="button plain" @click=${() => this.#start()}>${t('labelers.new')}</button></p>` : nothing}
      <gw-dialog .open=${!!this.draft} heading=${t('labelers.new')} @gw-close=${() => (this.draft = undefined)} .body=${() => this.draft && this.#form(this.draft)}></gw-dialog>`;
  }

  #whose(labeler: string | undefined): unknown {
    return labeler ? (this.#labelers.value?.find(one => one.did === labeler)?.origin ?? called(labeler, {})) : t('filters.here');
  }

  #table(all: Standing[]) {
    const columns: Column<Standing>[] = [
      { title: t('standing.label'), cell: one => html`<span dir="auto">${one.label}</span>` },
      { title: t('standing.whose'), cell: one => this.#whose(one.labeler) },
      { title: t('standing.effect'), cell: one => this.#effect(one.label) },
      { title: t('standing.count'), cell: one => number(one.count), end: true },
    ];
    return html`<gw-table .caption=${t('standing.standing')} .columns=${columns} .rows=${all} .key=${(one: Standing) => `${one.labeler ?? ''} ${one.label}`}></gw-table>`;
  }

  /** What it does in the networks that define it; elsewhere it says its name. */
  #effect(label: string): string {
    const defined = (this.#networks.value ?? []).flatMap(network => network.labels ?? []).filter(one => one.id === label);
    return [...new Set(defined.length ? defined.map(one => one.effect) : ['inform'])].map(one => t(`standing.effect.${one}`)).join(', ');
  }

  #defined(all: Network[]) {
    return all.filter(one => one.labels?.length).map(network => html`<h3><a href="/networks/${network.network}">${networkName(network.network, all)}</a></h3>
      <ul class="plain-list">${network.labels?.map(one => html`<li><strong dir="auto">${one.name}</strong> <span class="tag">${t(`standing.effect.${one.effect}`)}</span>
        <p class="small soft" dir="auto">${one.meaning}</p></li>`)}</ul>`);
  }

  #heeded(all: Labeler[]) {
    const columns: Column<Labeler>[] = [
      { title: t('labelers.server'), cell: one => html`<span title=${one.did}>${one.origin.replace(/^https?:\/\//, '')}</span>` },
      { title: t('labelers.trust'), cell: one => may('restrict')
        ? html`<select class="cell-select" aria-label=${t('labelers.trust.of', { name: one.origin })} .value=${one.trust}
            @change=${(event: Event) => void this.#heed({ ...one, trust: (event.target as HTMLSelectElement).value as Labeler['trust'] })}>
            ${(['suggest', 'apply'] as const).map(trust => html`<option value=${trust} ?selected=${trust === one.trust}>${t(`labelers.trust.${trust}`)}</option>`)}</select>`
        : t(`labelers.trust.${one.trust}`) },
      { title: t('labelers.stand'), cell: one => number((this.#standing.value ?? []).filter(label => label.labeler === one.did).reduce((sum, label) => sum + label.count, 0)), end: true },
      { title: t('labelers.next'), cell: one => html`<span><time datetime=${one.due} title=${exact(one.due)}>${ago(one.due)}</time>${one.fault ? html` <span class="bad small">${one.fault}</span>` : nothing}</span>` },
      { title: t('domains.act'), cell: one => may('restrict') ? html`<button type="button" class="button quiet small" aria-label=${t('labelers.leave.one', { name: one.origin })} @click=${() => void this.#leave(one)}>${t('domains.remove')}</button>` : '–' },
    ];
    return html`<gw-table .caption=${t('labelers.title')} .columns=${columns} .rows=${all} .key=${(one: Labeler) => one.did}></gw-table>`;
  }

  #form(draft: NonNullable<GwStanding['draft']>) {
    return html`<form @submit=${(event: Event) => void this.#add(event)} @input=${(event: Event) => this.#typed(event)} @change=${(event: Event) => this.#typed(event)}>
      <gw-field name="origin" type="url" inputmode="url" .label=${t('labelers.server')} .help=${t('labelers.server.help')} .value=${draft.origin} .maxlength=${300}></gw-field>
      <gw-field name="did" .label=${t('labelers.id')} .help=${t('labelers.id.help')} .value=${draft.did} .maxlength=${200}></gw-field>
      <gw-field name="trust" type="select" .label=${t('labelers.trust')} .help=${t(`labelers.trust.${draft.trust}.does`)} .value=${draft.trust}
        .options=${(['suggest', 'apply'] as const).map(one => [one, t(`labelers.trust.${one}`)] as const)}></gw-field>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button" ?disabled=${this.#doing.busy || !draft.did.trim()}>${t('labelers.add')}</button></div>
    </form>`;
  }

  #typed(event: Event) {
    const control = event.target as HTMLInputElement;
    if (this.draft && control.name) {
      this.draft = { ...this.draft, [control.name]: control.value };
    }
  }
}
customElements.define('gw-standing', GwStanding);
