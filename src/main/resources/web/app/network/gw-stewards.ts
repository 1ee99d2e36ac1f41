import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { ago, exact, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import '../parts/gw-field.ts';
import type { GwField } from '../parts/gw-field.ts';
import { noKeys } from '../account/owners.ts';
import { seconds } from '../identity/documents.ts';
import { rollHash, say, type Act as Said } from './acts.ts';
import { heirs, voted, type Charter } from './charter.ts';
import { holds } from './gw-held.ts';
import { Evidence } from './recount.ts';
import { counted, inForce, lastVersion, opened, pageOf, shows, voters, waiting, type Duty, type Measure, type Opened } from './network.ts';
import { names, succession, who } from './text.ts';

/** A list of voters that others have signed, and how it differs from what this server knows. */
type Listed = { members: string[]; more: string[]; fewer: string[] };
/** `rules` are in force; the next version follows `current`, which is so, or will be. */
type Shown = Opened & { rules: Charter | undefined; current: Charter | undefined; duties: Duty[]; emergencies: Measure[]; voters: string[]; listed: Map<string, Listed> };

const HOUR = 3_600_000;
/** Names that are shown of those by whom two lists differ. */
const NAMES_MOST = 10;

/**
 * What takes several stewards: what waits for whose signature, emergencies, the list of voters, and who follows when all of them are
 * gone. Everybody reads it; whoever is asked signs here.
 */
export class GwStewards extends LitElement {
  @property({ attribute: false }) params: Record<string, string> = {};
  @state() private busy = false;
  @state() private error = '';
  readonly #shown = new Load<Shown>(this, signal => this.#fetch(signal), () => this.params['did']);

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  async #fetch(signal: AbortSignal): Promise<Shown> {
    const all = await opened(this.params['did'], signal);
    const { card } = all;
    if (card.forked || card.versions === 0) {
      return { ...all, rules: undefined, current: undefined, duties: [], emergencies: [], voters: [], listed: new Map() };
    }
    const [current, rules, { duties, emergencies }] = await Promise.all([
      lastVersion(card, signal),
      card.charter ? inForce(card, signal) : undefined,
      waiting(card.network, signal),
    ]);
    const list = current.governance.decisions.some(voted) ? await voters(card.network) : [];
    return { ...all, rules, current, duties, emergencies, voters: list, listed: await this.#listed(card.network, duties, list) };
  }

  async #listed(network: string, duties: Duty[], now: string[]): Promise<Map<string, Listed>> {
    const listed = new Map<string, Listed>();
    const wanted = new Set(duties.filter(duty => duty.kind === 'voters').map(duty => duty.subject));
    if (!wanted.size) {
      return listed;
    }
    for (const act of (await new Evidence(network).read()).filter(one => one.map['type'] === 'Roll')) {
      const members = act.map['members'] as string[];
      const hash = await rollHash(members);
      if (wanted.has(hash)) {
        listed.set(hash, { members, more: members.filter(one => !now.includes(one)), fewer: now.filter(one => !members.includes(one)) });
      }
    }
    return listed;
  }

  override render() {
    return html`<h1>${t('stewards.title')}</h1>
      ${this.#shown.show(shown => this.#page(shown))}`;
  }

  #page(shown: Shown) {
    const { card, current, duties, me } = shown;
    const lead = html`<p class="lead"><a href=${pageOf(card.network)} dir="auto">${card.name ?? t('network.unnamed')}</a></p>`;
    if (!current) {
      return html`${lead}<p class="state">${t(card.forked ? 'charter.forked' : 'membership.norules')}</p>`;
    }
    const mine = duties.filter(duty => me !== undefined && duty.asked.includes(me));
    const others = duties.filter(duty => !mine.includes(duty));
    return html`${lead}
      <p>${t('stewards.about')}</p>
      ${me ? nothing : html`<p><a class="button plain" href="/sign-in">${t('membership.signin')}</a></p>`}
      ${me && !shown.keys ? html`<p class="state">${noKeys('network.nokeys')} <a href=${`${session.value?.account.home ?? ''}/sign-in`}>${t('membership.signin')}</a></p>` : nothing}
      ${this.error ? html`<p class="form-error" role="alert">${this.error}</p>` : nothing}
      ${me
        ? html`<h2>${t('stewards.mine')}</h2>
            ${mine.length ? mine.map(duty => this.#duty(duty, shown, true)) : html`<p class="soft">${t('stewards.nothing')}</p>`}`
        : nothing}
      ${others.length ? html`<h2>${t('stewards.others')}</h2>${others.map(duty => this.#duty(duty, shown, false))}` : nothing}
      ${me && shown.keys && shown.rules?.governance.stewards.includes(me) && holds(shown.rules)
        ? html`<gw-held .network=${card.network} .rules=${shown.rules}></gw-held>`
        : nothing}
      ${this.#emergencies(shown)} ${this.#voters(shown, current)} ${this.#heirs(shown, current)}`;
  }

  #duty(duty: Duty, shown: Shown, mine: boolean) {
    return html`<article class="duty" data-duty=${duty.kind}>
      <h3>${t(`duty.${duty.kind}`)}</h3>
      ${duty.title ? html`<p class="statement" dir="auto">${duty.title}</p>` : nothing}
      <p class="soft small">${t(`duty.${duty.kind}.by`)} ${who(duty.by)}, ${when(duty.since)}${duty.until ? html` · ${t('duty.until', { when: ago(duty.until) })}` : nothing}</p>
      ${duty.needed === 1
        ? nothing
        : html`<p>${t('duty.signed', { some: duty.signed.length, needed: duty.needed })} ${names(duty.signed)}</p>`}
      ${mine ? nothing : html`<p>${t('duty.asked')} ${names(duty.asked)}</p>`}
      ${duty.kind === 'voters' ? this.#difference(shown.listed.get(duty.subject)) : nothing}
      ${mine ? this.#doing(duty, shown) : nothing}
    </article>`;
  }

  #difference(list: Listed | undefined) {
    if (!list) {
      return nothing;
    }
    return html`<p>${t('voters.list', { n: list.members.length })}
      ${list.more.length || list.fewer.length ? nothing : t('voters.same')}</p>
      ${list.more.length ? html`<p>${t('voters.more', { n: list.more.length })} ${names(list.more.slice(0, NAMES_MOST))}</p>` : nothing}
      ${list.fewer.length ? html`<p>${t('voters.fewer', { n: list.fewer.length })} ${names(list.fewer.slice(0, NAMES_MOST))}</p>` : nothing}`;
  }

  #doing(duty: Duty, shown: Shown): TemplateResult | typeof nothing {
    switch (duty.kind) {
      case 'change':
      case 'count':
        return html`<div class="actions"><a class="button" href=${`${pageOf(shown.card.network)}/proposals`}>${t(`duty.${duty.kind}.do`)}</a></div>`;
      case 'emergency':
        return this.#button(shown, 'duty.emergency.do', [{ type: 'Approval', subject: duty.subject }]);
      case 'newcomer':
      case 'succession':
        return this.#button(shown, `duty.${duty.kind}.do`, [{ type: 'Approval', subject: duty.subject }]);
      case 'voters': {
        const list = shown.listed.get(duty.subject);
        return list ? this.#button(shown, 'duty.voters.do', [{ type: 'Roll', members: list.members }]) : nothing;
      }
      case 'report':
        return shown.keys
          ? html`<form novalidate @submit=${(event: Event) => this.#asked(event, ({ text }) => [{ type: 'Report', emergency: duty.subject, text: text as string }])}>
              <gw-field name="text" type="textarea" rows="3" maxlength="4000" required label=${t('duty.report.text')}></gw-field>
              <div class="actions"><button class="button" ?disabled=${this.busy}>${t('duty.report.do')}</button></div>
            </form>`
          : nothing;
    }
  }

  #emergencies({ card, rules, emergencies, me, keys }: Shown) {
    const clause = rules?.governance.emergency;
    if (!rules || (!clause && !emergencies.length)) {
      return nothing;
    }
    const { stewards } = rules.governance;
    const steward = me !== undefined && stewards.includes(me) && keys;
    return html`<h2>${t('emergency.title')}</h2>
      ${clause ? html`<p>${t('emergency.about', { some: clause.threshold, all: stewards.length, hours: clause.maxHours, rest: clause.restHours, days: clause.reportDays })}</p>` : nothing}
      ${emergencies.map(one => this.#measure(one, steward))}
      ${clause && steward && card.charter
        ? html`<details data-form="emergency"><summary>${t('emergency.new')}</summary>
            <form novalidate @submit=${(event: Event) => this.#asked(event, fields => [wish(card.charter as string, fields)])}>
              <gw-field name="power" type="select" label=${t('emergency.power')} .value=${clause.powers[0] ?? ''} .options=${clause.powers.map(one => [one, t(`power.${one}`)] as const)}></gw-field>
              <gw-field name="hours" type="number" label=${t('emergency.hours')} help=${t('emergency.hours.help', { hours: clause.maxHours })} .value=${String(Math.min(24, clause.maxHours))}></gw-field>
              <gw-field name="reason" type="textarea" rows="3" maxlength="4000" required label=${t('charter.reason')} help=${t('emergency.reason.help')}></gw-field>
              <div class="actions"><button class="button danger" ?disabled=${this.busy}>${t('emergency.do', { some: clause.threshold })}</button></div>
            </form></details>`
        : nothing}`;
  }

  #measure(one: Measure, steward: boolean) {
    return html`<article class="duty" data-emergency=${one.status}>
      <h3>${t(`power.${one.power}`)}</h3>
      <p><strong>${t(`emergency.${one.status}`, { when: ago(one.ends) })}</strong> <time class="soft small" datetime=${one.ends}>${exact(one.ends)}</time></p>
      <p class="statement" dir="auto">${one.reason}</p>
      <p class="soft small">${t('duty.emergency.by')} ${who(one.by)}, ${when(one.at)}${one.signed.length ? html` · ${t('emergency.for')} ${names(one.signed)}` : nothing}</p>
      ${one.report ? html`<p class="statement" dir="auto">${t('emergency.report')} ${one.report}</p>` : nothing}
      ${one.reportOwed ? html`<p>${t('emergency.owed')}</p>` : nothing}
      ${steward && one.status === 'in-force'
        ? html`<form novalidate @submit=${(event: Event) => this.#asked(event, ({ reason }) => [{ type: 'Reversal', ruling: one.emergency, reason: reason as string }])}>
            <gw-field name="reason" required maxlength="4000" label=${t('emergency.end.reason')}></gw-field>
            <div class="actions"><button class="button plain" ?disabled=${this.busy}>${t('emergency.end')}</button></div>
          </form>`
        : nothing}
    </article>`;
  }

  #voters(shown: Shown, { governance }: Charter) {
    const { me } = shown;
    if (!governance.decisions.some(voted)) {
      return nothing;
    }
    const may = me !== undefined && (governance.stewards.includes(me) || governance.witnesses.includes(me));
    const asked = shown.duties.some(duty => duty.kind === 'voters' && duty.asked.includes(me ?? ''));
    return html`<h2>${t('voters.title')}</h2>
      <p>${t('voters.now', { n: shown.voters.length })}</p>
      <p class="soft">${t('voters.about', { some: governance.threshold, all: governance.stewards.length, witnesses: governance.witnessThreshold })}</p>
      ${may && shown.voters.length && !asked ? this.#button(shown, 'voters.do', [{ type: 'Roll', members: shown.voters }], true) : nothing}`;
  }

  #heirs({ card, me }: Shown, { governance }: Charter) {
    const clause = governance.succession;
    if (!clause) {
      return nothing;
    }
    return html`<h2>${t('heirs.title')}</h2>
      <p>${succession(clause)}</p>
      <p>${names(clause.heirs)}</p>
      ${heirs(me, governance) ? html`<p>${t('heirs.you')} <a href=${`${pageOf(card.network)}/edit`}>${t('heirs.do')}</a></p>` : nothing}`;
  }

  #button({ keys }: Shown, key: string, acts: Said[], plain = false) {
    return keys
      ? html`<div class="actions"><button type="button" class=${plain ? 'button plain' : 'button'} ?disabled=${this.busy} @click=${() => void this.#say(acts)}>${t(key)}</button></div>`
      : nothing;
  }

  /** Says what a form has, when every field of it is filled in. */
  async #asked(event: Event, acts: (fields: Record<string, string>) => Said[]) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = [...form.querySelectorAll<GwField>('gw-field')];
    fields.forEach(field => (field.error = field.value.trim() ? '' : t('stewards.missing')));
    const empty = fields.find(field => field.error);
    if (empty) {
      empty.focus();
      return;
    }
    if (await this.#say(acts(Object.fromEntries(fields.map(field => [field.name, field.value.trim()]))))) {
      form.reset();
      form.closest('details')?.removeAttribute('open');
    }
  }

  /** Says it, and waits until the server shows it; whether it was said. */
  async #say(acts: Said[]): Promise<boolean> {
    const { card } = this.#shown.value as Shown;
    this.busy = true;
    this.error = '';
    try {
      await say(session.value?.account.did as string, card.network, acts);
      const there = await shows(() => counted(card));
      await this.#shown.run();
      document.dispatchEvent(new Event('gw-notices'));
      toast({ text: t(there ? 'stewards.done' : 'network.later') });
      return true;
    } catch (failure) {
      this.error = Problem.of(failure).said;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
customElements.define('gw-stewards', GwStewards);

function wish(charter: string, { power, hours, reason }: Record<string, string>): Said {
  const ends = new Date(Date.now() + Number(hours) * HOUR);
  return { type: 'Emergency', charter, power: power as string, ends: seconds(ends), reason: reason as string };
}

function when(time: string) {
  return html`<time datetime=${time} title=${exact(time)}>${ago(time)}</time>`;
}
