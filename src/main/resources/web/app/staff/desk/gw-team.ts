import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../../shell/api.ts';
import { Doing } from '../../shell/doing.ts';
import { Load } from '../../shell/load.ts';
import { session } from '../../shell/session.ts';
import { ago, exact, hasWords, t } from '../../shell/words.ts';
import { copy } from '../../parts/copy.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-dialog.ts';
import '../../parts/gw-field.ts';
import '../../parts/gw-table.ts';
import type { Column } from '../../parts/gw-table.ts';
import { called, type People } from './model.ts';

const DAYS = ['7', '30', '90', '366'] as const;
const BUILT_IN = ['owner', 'admin', 'moderator', 'triage', 'verifier'];

type Member = { did: string; role: string; rank: number };
type Role = { name: string; rank: number; permissions: string[] };
type Token = { id: string; name: string; permissions: string[]; expires: string; token?: string };
type Team = { staff: Member[]; people: People };

/** Who may do what here: people, roles, and tokens for programs. */
export class GwTeam extends LitElement {
  @state() private name = '';
  @state() private office = 'moderator';
  @state() private making: { name: string; days: string; permissions: ReadonlySet<string> } | undefined;
  @state() private made: Token | undefined;
  @state() private shaping: { name: string; rank: string; permissions: ReadonlySet<string> } | undefined;
  readonly #team = new Load<Team>(this, signal => api.get('/admin/v1/staff', { signal }));
  readonly #roles = new Load<{ roles: Role[] }>(this, signal => api.get('/admin/v1/roles', { signal }));
  readonly #doing = new Doing(this);
  readonly #tokens = new Load<{ tokens: Token[] }>(this, signal => api.get('/admin/v1/tokens', { signal }));

  protected override createRenderRoot() {
    return this;
  }

  async #appoint(event: Event) {
    event.preventDefault();
    const name = this.name.trim().replace(/^@/, '');
    await this.#doing.run(async () => {
      await api.put(`/admin/v1/staff/${encodeURIComponent(name)}`, { role: this.office });
      this.name = '';
      await this.#team.run();
      toast({ text: t('team.appointed', { name, role: this.#called(this.office) }) });
    });
  }

  async #dismiss(one: Member) {
    await this.#doing.run(async () => {
      await api.delete(`/admin/v1/staff/${encodeURIComponent(one.did)}`);
      await this.#team.run();
      toast({
        text: t('team.dismissed', { name: called(one.did, this.#team.value?.people ?? {}) }),
        undo: () => this.#doing.run(async () => {
          await api.put(`/admin/v1/staff/${encodeURIComponent(one.did)}`, { role: one.role });
          await this.#team.run();
        }).then(() => undefined),
      });
    });
  }

  async #make(event: Event) {
    event.preventDefault();
    const making = this.making;
    if (making) {
      await this.#doing.run(async () => {
        this.made = await api.post<Token>('/admin/v1/tokens', { name: making.name.trim(), days: Number(making.days), permissions: [...making.permissions] });
        await this.#tokens.run();
      });
    }
  }

  async #revoke(one: Token) {
    await this.#doing.run(async () => {
      await api.delete(`/admin/v1/tokens/${one.id}`);
      await this.#tokens.run();
      toast({ text: t('team.tokens.revoked', { name: one.name }) });
    });
  }

  async #shape(event: Event) {
    event.preventDefault();
    const shaping = this.shaping;
    if (shaping && (await this.#doing.run(async () => {
      await api.put(`/admin/v1/roles/${encodeURIComponent(shaping.name.trim())}`, { rank: Number(shaping.rank), permissions: [...shaping.permissions] });
      await this.#roles.run();
    }))) {
      toast({ text: t('team.roles.saved', { name: shaping.name }) });
      this.shaping = undefined;
    }
  }

  #called(role: string): string {
    return hasWords(`role.${role}`) ? t(`role.${role}`) : role;
  }

  override render() {
    return html`<h1>${t('team.title')}</h1><p class="soft">${t('team.about')}</p>
      ${this.#doing.problem && !this.making && !this.shaping ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      ${this.#team.show(team => this.#people(team), { empty: team => team.staff.length === 0 && 'team' })}
      ${this.#roles.show(all => html`${this.#appointing(all.roles)}${this.#listed(all.roles)}`)}
      <h2>${t('team.tokens')}</h2><p class="soft">${t('team.tokens.about')}</p>
      ${this.#tokens.show(all => this.#programs(all.tokens), { empty: all => all.tokens.length === 0 && 'team.tokens' })}
      <p><button type="button" class="button plain" @click=${() => { this.made = undefined; this.#doing.clear(); this.making = { name: '', days: '30', permissions: new Set() }; }}>${t('team.tokens.new')}</button></p>
      <gw-dialog .open=${!!this.making} heading=${t('team.tokens.new')} .body=${() => this.#tokenForm()} @gw-close=${() => (this.making = this.made = undefined)}></gw-dialog>
      <gw-dialog .open=${!!this.shaping} heading=${t('team.roles.new')} .body=${() => this.#roleForm()} @gw-close=${() => (this.shaping = undefined)}></gw-dialog>`;
  }

  #people(team: Team) {
    const columns: Column<Member>[] = [
      { title: t('team.who'), cell: one => called(one.did, team.people) },
      { title: t('team.role'), cell: one => this.#called(one.role) },
      { title: t('domains.act'), cell: one => one.did === session.value?.account.did ? html`<span class="soft">${t('team.you')}</span>`
        : html`<button type="button" class="button quiet small" aria-label=${t('team.dismiss.one', { name: called(one.did, team.people) })} @click=${() => void this.#dismiss(one)}>${t('team.dismiss')}</button>` },
    ];
    return html`<gw-table .caption=${t('team.title')} .columns=${columns} .rows=${team.staff} .key=${(one: Member) => one.did}></gw-table>`;
  }

  #appointing(roles: Role[]) {
    return html`<form class="inline-form" @submit=${this.#appoint}>
      <gw-field .label=${t('team.appoint.who')} .help=${t('team.appoint.help')} .value=${this.name} .maxlength=${300} @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}></gw-field>
      <gw-field type="select" .label=${t('team.role')} .value=${this.office} .options=${roles.map(one => [one.name, this.#called(one.name)] as const)} @change=${(event: Event) => (this.office = (event.target as HTMLSelectElement).value)}></gw-field>
      <button class="button" ?disabled=${!this.name.trim()}>${t('team.appoint')}</button></form>`;
  }

  #listed(roles: Role[]) {
    return html`<h2>${t('team.roles')}</h2>
      <ul class="plain-list">${roles.map(one => html`<li><strong>${this.#called(one.name)}</strong>
        <span class="small soft">${t('team.rank', { n: one.rank })} · ${one.permissions.map(name => this.#permission(name)).join(', ')}</span>
        ${BUILT_IN.includes(one.name) ? nothing : html`<button type="button" class="button quiet small" @click=${() => (this.shaping = { name: one.name, rank: String(one.rank), permissions: new Set(one.permissions) })}>${t('team.roles.edit')}</button>`}</li>`)}</ul>
      <p><button type="button" class="button plain" @click=${() => { this.#doing.clear(); this.shaping = { name: '', rank: '10', permissions: new Set() }; }}>${t('team.roles.new')}</button></p>`;
  }

  #permission(name: string): string {
    return hasWords(`permission.${name}`) ? t(`permission.${name}`) : name;
  }

  #programs(tokens: Token[]) {
    const columns: Column<Token>[] = [
      { title: t('team.tokens.name'), cell: one => one.name },
      { title: t('team.tokens.may'), cell: one => one.permissions.map(name => this.#permission(name)).join(', ') },
      { title: t('team.tokens.expires'), cell: one => html`<time datetime=${one.expires} title=${exact(one.expires)}>${ago(one.expires)}</time>` },
      { title: t('domains.act'), cell: one => html`<button type="button" class="button quiet small" aria-label=${t('team.tokens.revoke.one', { name: one.name })} @click=${() => void this.#revoke(one)}>${t('team.tokens.revoke')}</button>` },
    ];
    return html`<gw-table .caption=${t('team.tokens')} .columns=${columns} .rows=${tokens} .key=${(one: Token) => one.id}></gw-table>`;
  }

  #tokenForm() {
    if (this.made) {
      return html`<p>${t('team.tokens.once')}</p><p><code class="token">${this.made.token}</code></p>
        <button type="button" class="button" @click=${() => void copy(this.made?.token ?? '', t('team.tokens.copied'))}>${t('team.tokens.copy')}</button>`;
    }
    const making = this.making as NonNullable<GwTeam['making']>;
    return html`<form @submit=${(event: Event) => void this.#make(event)}>
      <gw-field .label=${t('team.tokens.name')} .help=${t('team.tokens.name.help')} .value=${making.name} .maxlength=${100} @input=${(event: Event) => (this.making = { ...making, name: (event.target as HTMLInputElement).value })}></gw-field>
      <gw-field type="select" .label=${t('team.tokens.days')} .value=${making.days} .options=${DAYS.map(one => [one, t('team.tokens.days.n', { n: Number(one) })] as const)} @change=${(event: Event) => (this.making = { ...making, days: (event.target as HTMLSelectElement).value })}></gw-field>
      ${this.#boxes(session.value?.permissions ?? [], making.permissions, permissions => (this.making = { ...making, permissions }))}
      <p class="small soft">${t('team.tokens.all')}</p>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button" ?disabled=${!making.name.trim()}>${t('team.tokens.make')}</button></div></form>`;
  }

  #roleForm() {
    const shaping = this.shaping as NonNullable<GwTeam['shaping']>;
    return html`<form @submit=${(event: Event) => void this.#shape(event)}>
      <gw-field .label=${t('team.roles.name')} .help=${t('team.roles.name.help')} .value=${shaping.name} .maxlength=${30} @input=${(event: Event) => (this.shaping = { ...shaping, name: (event.target as HTMLInputElement).value })}></gw-field>
      <gw-field type="number" inputmode="numeric" .label=${t('team.roles.rank')} .help=${t('team.roles.rank.help')} .value=${shaping.rank} @input=${(event: Event) => (this.shaping = { ...shaping, rank: (event.target as HTMLInputElement).value })}></gw-field>
      ${this.#boxes(session.value?.permissions ?? [], shaping.permissions, permissions => (this.shaping = { ...shaping, permissions }))}
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button" ?disabled=${!shaping.name.trim()}>${t('domains.save')}</button></div></form>`;
  }

  #boxes(all: readonly string[], chosen: ReadonlySet<string>, choose: (next: ReadonlySet<string>) => void) {
    return html`<fieldset class="checks"><legend>${t('team.tokens.may')}</legend>
      ${all.map(one => html`<gw-field type="checkbox" .label=${this.#permission(one)} .checked=${chosen.has(one)} @change=${(event: Event) => {
        const next = new Set(chosen);
        if ((event.target as HTMLInputElement).checked) {
          next.add(one);
        } else {
          next.delete(one);
        }
        choose(next);
      }}></gw-field>`)}</fieldset>`;
  }
}
customElements.define('gw-team', GwTeam);
