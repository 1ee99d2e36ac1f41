import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../../shell/api.ts';
import { Doing } from '../../shell/doing.ts';
import { Load } from '../../shell/load.ts';
import { go } from '../../shell/router.ts';
import { ago, exact, t } from '../../shell/words.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-dialog.ts';
import '../../parts/gw-field.ts';
import { asked } from './gw-lists.ts';
import { lists, type List, type ListTrial } from './model.ts';

/** One list that is followed: what it would change and what that would have hit, before it is applied. */
export class GwList extends LitElement {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @state() private sure = false;
  @state() private leaving: { undo: boolean } | undefined;
  readonly #list = new Load<List>(this, signal => this.#fetch(signal), () => this.#id());
  readonly #preview = new Load<ListTrial>(this, signal => lists.preview(this.#id(), signal), () => this.#id());
  readonly #doing = new Doing(this);

  protected override createRenderRoot() {
    return this;
  }

  #id(): string {
    return this.params['id'] ?? '';
  }

  async #fetch(signal: AbortSignal): Promise<List> {
    const found = (await lists.all(signal)).lists.find(one => one.id === this.#id());
    if (!found) {
      throw new Problem(404, 'list', '', '');
    }
    return found;
  }

  async #again() {
    this.sure = false;
    await Promise.all([this.#list.run(), this.#preview.run()]);
  }

  async #sync() {
    if (await this.#doing.run(() => lists.sync(this.#id()))) {
      await this.#again();
      toast({ text: t(this.#list.value?.fault ? 'lists.synced.failed' : 'lists.synced') });
    }
  }

  async #apply() {
    const changes = this.#preview.value;
    if (changes && (await this.#doing.run(() => lists.apply(this.#id(), this.sure)))) {
      await this.#again();
      toast({ text: t('lists.applied', { n: changes.add + changes.change + changes.drop }) });
    }
  }

  async #put(change: Partial<List>) {
    const list = this.#list.value;
    if (list && (await this.#doing.run(() => lists.put({ ...list, ...change })))) {
      await this.#again();
    }
  }

  async #leave(event: Event) {
    event.preventDefault();
    const list = this.#list.value;
    const undo = this.leaving?.undo ?? false;
    if (list && (await this.#doing.run(() => lists.remove(list.id, undo)))) {
      this.leaving = undefined;
      toast({
        text: t('lists.removed', { name: list.id }),
        undo: async () => {
          await lists.put(list);
          await go(`/staff/lists/${encodeURIComponent(list.id)}`);
        },
      });
      await go('/staff/lists');
    }
  }

  override render() {
    return html`<p class="back"><a href="/staff/lists">${t('lists.back')}</a></p>
      <h1>${t('lists.called', { name: this.#id() })}</h1>
      ${this.#list.show(list => this.#told(list))}
      ${this.#doing.problem && !this.leaving ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      ${this.#list.value ? this.#preview.show(preview => this.#changes(preview)) : nothing}
      <gw-dialog .open=${!!this.leaving} heading=${t('lists.remove')} @gw-close=${() => (this.leaving = undefined)} .body=${() => this.#leaveForm()}></gw-dialog>`;
  }

  #told(list: List) {
    return html`<dl class="facts">
        <div><dt>${t('lists.address')}</dt><dd class="address">${list.address}</dd></div>
        <div><dt>${t('lists.format')}</dt><dd>${t(`lists.format.${list.format}`)}</dd></div>
        <div><dt>${t('lists.asked')}</dt><dd>${asked(list)}</dd></div>
        <div><dt>${t('lists.due')}</dt><dd><time datetime=${list.due} title=${exact(list.due)}>${ago(list.due)}</time></dd></div>
      </dl>
      <gw-field type="checkbox" .label=${t('lists.automatic')} .help=${t('lists.automatic.help')} .checked=${list.mode === 'automatic'} .disabled=${this.#doing.busy}
        @change=${(event: Event) => void this.#put({ mode: (event.target as HTMLInputElement).checked ? 'automatic' : 'draft' })}></gw-field>
      <gw-field type="checkbox" .label=${t('lists.retract')} .help=${t('lists.retract.help')} .checked=${list.retract} .disabled=${this.#doing.busy}
        @change=${(event: Event) => void this.#put({ retract: (event.target as HTMLInputElement).checked })}></gw-field>
      <div class="row">
        <button type="button" class="button plain" ?disabled=${this.#doing.busy} @click=${() => void this.#sync()}>${t(this.#doing.busy ? 'lists.asking' : 'lists.sync')}</button>
        <button type="button" class="button quiet" @click=${() => { this.#doing.clear(); this.leaving = { undo: true }; }}>${t('lists.remove')}…</button>
      </div>`;
  }

  #changes(one: ListTrial) {
    const n = one.add + one.change + one.drop;
    return html`<section class="panel" aria-labelledby="changes-heading">
      <h2 id="changes-heading">${t('lists.changes')}</h2>
      ${n === 0
        ? html`<p>${t('lists.changes.none')}</p>`
        : html`<p>${t('lists.changes.n', { add: one.add, change: one.change, drop: one.drop })}</p>
            <p>${t('lists.changes.hits', { hosts: one.hosts, posts: one.posts, accounts: one.accounts })}</p>
            <p>${t('domains.trial.follows', { n: one.follows, of: one.ofFollows })}</p>`}
      ${one.kept ? html`<p class="small soft">${t('lists.changes.kept', { n: one.kept })}</p>` : nothing}
      ${one.examples.length
        ? html`<h3>${t('domains.trial.examples')}</h3><ul class="plain-list small">${one.examples.map(host => html`<li><strong>${host.host}</strong> ${t('lists.example', { posts: host.posts, accounts: host.accounts, follows: host.follows })}</li>`)}</ul>`
        : nothing}
      ${named('lists.added', one.add, one.added.map(rule => `${rule.domain}: ${t(`domains.stance.${rule.stance}`)}${rule.publicComment ? ` (${rule.publicComment})` : ''}`))}
      ${named('lists.changed', one.change, one.changed.map(rule => `${rule.domain}: ${t(`domains.stance.${rule.stance}`)}`))}
      ${named('lists.dropped', one.drop, one.dropped)}
      ${one.waits
        ? html`<p class="form-error">${t('lists.waits')}</p>
            <gw-field type="checkbox" .label=${t('domains.trial.sure')} .checked=${this.sure} @change=${(event: Event) => (this.sure = (event.target as HTMLInputElement).checked)}></gw-field>`
        : nothing}
      ${n ? html`<div class="actions"><button type="button" class="button" ?disabled=${this.#doing.busy || (!!one.waits && !this.sure)} @click=${() => void this.#apply()}>${t('lists.apply', { n })}</button></div>` : nothing}
    </section>`;
  }

  #leaveForm() {
    return html`<form @submit=${(event: Event) => void this.#leave(event)}>
      <p>${t('lists.remove.about')}</p>
      <gw-field type="checkbox" .label=${t('lists.remove.undo')} .help=${t('lists.remove.undo.help')} .checked=${this.leaving?.undo ?? false}
        @change=${(event: Event) => (this.leaving = { undo: (event.target as HTMLInputElement).checked })}></gw-field>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button danger" ?disabled=${this.#doing.busy}>${t('lists.remove')}</button></div>
    </form>`;
  }
}

function named(key: string, n: number, all: readonly string[]) {
  return n ? html`<details><summary>${t(key, { n })}</summary><ul class="small">${all.map(one => html`<li>${one}</li>`)}</ul>${n > all.length ? html`<p class="small soft">${t('lists.more', { n: n - all.length })}</p>` : nothing}</details>` : nothing;
}
customElements.define('gw-list', GwList);
