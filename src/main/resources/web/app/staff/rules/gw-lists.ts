import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Doing } from '../../shell/doing.ts';
import { Load } from '../../shell/load.ts';
import { go } from '../../shell/router.ts';
import { ago, exact, t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import '../../parts/gw-dialog.ts';
import '../../parts/gw-field.ts';
import '../../parts/gw-table.ts';
import type { Column } from '../../parts/gw-table.ts';
import { FORMATS, lists, type List } from './model.ts';

type Draft = { id: string; address: string; format: List['format']; automatic: boolean; retract: boolean; signer: string };
const NEW: Draft = { id: '', address: 'https://', format: 'csv', automatic: false, retract: true, signer: '' };

/** Lists of servers that others keep and this one follows. */
export class GwLists extends LitElement {
  @state() private draft: Draft | undefined;
  readonly #lists = new Load<List[]>(this, signal => lists.all(signal).then(answer => answer.lists));
  readonly #doing = new Doing(this);

  constructor() {
    super();
    new Keys(this, [{ key: 'n', label: 'lists.new', act: () => this.#start() }]);
  }

  protected override createRenderRoot() {
    return this;
  }

  #start() {
    this.#doing.clear();
    this.draft = { ...NEW };
  }

  async #add(event: Event) {
    event.preventDefault();
    const draft = this.draft;
    if (!draft) {
      return;
    }
    const id = draft.id.trim();
    const list = { id, address: draft.address.trim(), format: draft.format, mode: draft.automatic ? ('automatic' as const) : ('draft' as const), retract: draft.retract,
      ...(draft.format === 'signed' ? { signer: draft.signer.trim() } : {}) };
    if (await this.#doing.run(() => lists.put(list))) {
      this.draft = undefined;
      await go(`/staff/lists/${encodeURIComponent(id)}`);
    }
  }

  override render() {
    return html`<h1>${t('lists.title')}</h1><p class="soft">${t('lists.about')} <a href="/staff/domains">${t('lists.rules')}</a></p>
      <p><button type="button" class="button" @click=${() => this.#start()}>${t('lists.new')}</button></p>
      ${this.#lists.show(all => this.#table(all), { empty: all => all.length === 0 && 'lists' })}
      <gw-dialog .open=${!!this.draft} heading=${t('lists.new')} @gw-close=${() => (this.draft = undefined)} .body=${() => this.draft && this.#form(this.draft)}></gw-dialog>`;
  }

  #table(all: List[]) {
    const columns: Column<List>[] = [
      { title: t('lists.name'), cell: one => html`<a class="rule-name" href="/staff/lists/${one.id}">${one.id}</a>` },
      { title: t('lists.mode'), cell: one => html`<span class="tag">${t(`lists.mode.${one.mode}`)}</span>` },
      { title: t('lists.asked'), cell: one => asked(one) },
      { title: t('lists.address'), cell: one => html`<span class="address">${one.address}</span>` },
    ];
    return html`<gw-table .caption=${t('lists.title')} .columns=${columns} .rows=${all}></gw-table>`;
  }

  #form(draft: Draft) {
    return html`<form @submit=${(event: Event) => void this.#add(event)} @input=${(event: Event) => this.#typed(event)} @change=${(event: Event) => this.#typed(event)}>
      <gw-field name="id" .label=${t('lists.name')} .help=${t('filters.name.help')} .value=${draft.id} .maxlength=${64}></gw-field>
      <gw-field name="address" type="url" inputmode="url" .label=${t('lists.address')} .help=${t('lists.address.help')} .value=${draft.address} .maxlength=${2000}></gw-field>
      <gw-field name="format" type="select" .label=${t('lists.format')} .value=${draft.format} .options=${FORMATS.map(one => [one, t(`lists.format.${one}`)] as const)}></gw-field>
      ${draft.format === 'signed' ? html`<gw-field name="signer" .label=${t('lists.signer')} .help=${t('lists.signer.help')} .value=${draft.signer} .maxlength=${200}></gw-field>` : nothing}
      <gw-field name="automatic" type="checkbox" .label=${t('lists.automatic')} .help=${t('lists.automatic.help')} .checked=${draft.automatic}></gw-field>
      <gw-field name="retract" type="checkbox" .label=${t('lists.retract')} .help=${t('lists.retract.help')} .checked=${draft.retract}></gw-field>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button" ?disabled=${this.#doing.busy || !draft.id.trim() || !draft.address.trim()}>${t(this.#doing.busy ? 'lists.asking' : 'lists.add')}</button></div>
    </form>`;
  }

  #typed(event: Event) {
    const control = event.target as HTMLInputElement;
    if (this.draft && control.name) {
      this.draft = { ...this.draft, [control.name]: control.type === 'checkbox' ? control.checked : control.value };
    }
  }
}

/** When a list was last had, and why it was not since. */
export function asked(one: Pick<List, 'fetched' | 'fault' | 'due'>) {
  return html`<span>${one.fetched
    ? html`<time datetime=${one.fetched} title=${exact(one.fetched)}>${ago(one.fetched)}</time>`
    : t('lists.asked.never')}${one.fault ? html` <span class="bad small">${t('lists.fault', { fault: one.fault, when: ago(one.due) })}</span>` : nothing}</span>`;
}
customElements.define('gw-lists', GwLists);
