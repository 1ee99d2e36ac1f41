import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { go } from '../shell/router.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { exact, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import '../parts/gw-field.ts';
import type { GwField } from '../parts/gw-field.ts';
import { noKeys } from '../account/owners.ts';
import './gw-people.ts';
import type { Json, JsonObject } from '../identity/jcs.ts';
import { seconds } from '../identity/documents.ts';
import { charterHash, nextVersion, rollHash, say, type Act as Said } from './acts.ts';
import { afterSilence, changes, decisions, heirs, isObject, ofHeirs, times, voted, type Change, type Charter, type Decision } from './charter.ts';
import { confirmed, Evidence } from './recount.ts';
import { counted, fault, lastVersion, opened, pageOf, shows, voters, type Card } from './network.ts';
import { decision, differences, succession } from './text.ts';

type Shown = { card: Card; current: Charter; keys: boolean };
const SEVERITIES = ['advice', 'minor', 'major', 'grave'];
const DOORS = ['open', 'request', 'invite', 'credential'];

/**
 * The rules of a network as a form, and the rest as text. Before anything is signed, what differs stands there in words, and who
 * decides about it. What is signed is made in this browser.
 */
export class GwCharter extends LitElement {
  @property({ attribute: false }) params: Record<string, string> = {};
  @state() private edited: JsonObject | undefined;
  @state() private text = '';
  @state() private textError = '';
  @state() private error = '';
  @state() private reason = '';
  /** When the vote is to end, as the field has it. */
  @state() private wished = '';
  @state() private busy = false;
  readonly #shown = new Load<Shown>(this, signal => this.#fetch(signal), () => this.params['did']);

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  async #fetch(signal: AbortSignal): Promise<Shown> {
    const { card, keys } = await opened(this.params['did'], signal);
    if (card.forked || card.versions === 0) {
      throw new Problem(409, 'forked', '', t('charter.forked'));
    }
    const current = await lastVersion(card, signal);
    if (this.edited?.['network'] !== current.network) {
      this.reason = this.wished = '';
      this.#edit(structuredClone(current) as JsonObject);
    }
    return { card, current, keys };
  }

  #edit(edited: JsonObject) {
    this.edited = edited;
    this.text = JSON.stringify(edited, undefined, 2);
    this.textError = '';
    this.error = '';
  }

  override render() {
    return html`<h1>${t('charter.title')}</h1>
      ${this.#shown.show(shown => this.#page(shown))}`;
  }

  #page({ current, keys }: Shown) {
    const edited = this.edited as JsonObject;
    const language = current.languages[0] as string;
    return html`<p class="lead"><a href=${pageOf(current.network)} dir="auto">${textIn(edited['name'], language)}</a></p>
      <p>${t('charter.about', { version: current.version })}</p>
      <form novalidate @submit=${this.#propose}>
        ${this.#texts(edited, language)} ${this.#rules(edited, language)} ${this.#settings(edited)} ${this.#governance(edited)}
        <details>
          <summary>${t('charter.rest')}</summary>
          <gw-field name="text" type="textarea" .rows=${24} label=${t('charter.text')} help=${t('charter.text.help')} .error=${this.textError}
            .value=${this.text} @input=${this.#typed}></gw-field>
        </details>
        ${this.#summary(current, edited, keys)}
      </form>`;
  }

  #texts(edited: JsonObject, language: string) {
    return html`<gw-field name="name" required maxlength="100" label=${t('charter.name')} .value=${textIn(edited['name'], language)}
        @input=${(event: Event) => this.#set(['name', language], value(event))}></gw-field>
      <gw-field name="summary" type="textarea" rows="3" maxlength="1000" label=${t('charter.summary')} .value=${textIn(edited['summary'], language)}
        @input=${(event: Event) => this.#set(['summary', language], value(event))}></gw-field>`;
  }

  #rules(edited: JsonObject, language: string) {
    const rules = edited['rules'] as JsonObject[];
    return html`<h2>${t('charter.rules')}</h2>
      <ol class="rule-list">
        ${rules.map(
          (rule, i) => html`<li>
            <gw-field name=${`rule-${rule['id']}`} type="textarea" rows="2" maxlength="500" label=${t('charter.rule', { n: i + 1 })} .value=${textIn(rule['text'], language)}
              @input=${(event: Event) => this.#set(['rules', i, 'text', language], value(event))}></gw-field>
            <div class="row">
              <gw-field type="select" label=${t('charter.severity')} .value=${String(rule['severity'])} .options=${SEVERITIES.map(one => [one, t(`severity.${one}`)] as const)}
                @change=${(event: Event) => this.#set(['rules', i, 'severity'], value(event))}></gw-field>
              <button type="button" class="button quiet" @click=${() => this.#set(['rules'], rules.filter((_, n) => n !== i))}>${t('charter.rule.remove')}</button>
            </div>
          </li>`,
        )}
      </ol>
      <button type="button" class="button plain" @click=${() => this.#addRule(rules, language)}>${t('charter.rule.add')}</button>`;
  }

  #addRule(rules: JsonObject[], language: string) {
    const taken = new Set(rules.map(rule => rule['id']));
    let n = rules.length + 1;
    while (taken.has(`rule-${n}`)) {
      n++;
    }
    const { current } = this.#shown.value as Shown;
    this.#set(['rules'], [...rules, { id: `rule-${n}`, text: { [language]: '' }, severity: 'minor', since: current.version + 1 }]);
  }

  #settings(edited: JsonObject) {
    const joining = edited['joining'] as JsonObject;
    const appeal = (edited['moderation'] as JsonObject)['appeal'] as JsonObject;
    return html`<h2>${t('charter.joining')}</h2>
      <gw-field name="door" type="select" label=${t('charter.door')} .value=${String(joining['door'])} .options=${DOORS.map(one => [one, t(`membership.door.${one}`)] as const)}
        @change=${(event: Event) => this.#set(['joining', 'door'], value(event))}></gw-field>
      <gw-field name="vouches" type="number" label=${t('charter.vouches')} .value=${String(joining['vouches'])}
        @input=${(event: Event) => this.#set(['joining', 'vouches'], Number(value(event)))}></gw-field>
      <h2>${t('charter.appeals')}</h2>
      <gw-field name="windowDays" type="number" label=${t('charter.windowDays')} .value=${String(appeal['windowDays'])}
        @input=${(event: Event) => this.#set(['moderation', 'appeal', 'windowDays'], Number(value(event)))}></gw-field>
      <gw-field name="answerHours" type="number" label=${t('charter.answerHours')} .value=${String(appeal['answerHours'])}
        @input=${(event: Event) => this.#set(['moderation', 'appeal', 'answerHours'], Number(value(event)))}></gw-field>`;
  }

  #governance(edited: JsonObject) {
    const governance = edited['governance'] as JsonObject;
    return html`<h2>${t('charter.governance')}</h2>
      <gw-people label=${t('part.stewards')} .people=${governance['stewards'] as string[]}
        @gw-people=${(event: CustomEvent<string[]>) => this.#set(['governance', 'stewards'], event.detail)}></gw-people>
      <gw-field name="threshold" type="number" label=${t('part.threshold')} .value=${String(governance['threshold'])}
        @input=${(event: Event) => this.#set(['governance', 'threshold'], Number(value(event)))}></gw-field>`;
  }

  #summary(current: Charter, edited: JsonObject, keys: boolean) {
    const found = changes(current, edited);
    if (!found.length) {
      return html`<h2>${t('charter.changes')}</h2><p class="soft">${t('charter.nochange')}</p>`;
    }
    const did = session.value?.account.did;
    const following = heirs(did, current.governance);
    const needed = following ? [] : decisions(found, current.governance);
    const { closes, effective } = this.#times(needed, current, new Date());
    const may = following ? found.every(change => ofHeirs(change.path)) : did !== undefined && (current.governance.stewards.includes(did) || current.governance.proposers === 'members');
    return html`<h2>${t('charter.changes')}</h2>
      ${differences(found)}
      <h3>${t('charter.decides')}</h3>
      <ul>
        ${following ? html`<li>${succession(following)}</li>` : needed.map(one => html`<li>${decision(one, current.governance)}</li>`)}
      </ul>
      ${closes
        ? html`<gw-field name="closes" type="datetime-local" label=${t('charter.until')} help=${t('charter.closes', { when: exact(closes) })} .value=${this.wished || local(closes)}
            @change=${(event: Event) => (this.wished = value(event))}></gw-field>`
        : nothing}
      <p>${t('charter.effective', { when: exact(effective) })}</p>
      <gw-field name="reason" type="textarea" rows="3" maxlength="4000" required label=${t('charter.reason')} help=${t('charter.reason.help')} .value=${this.reason}
        @input=${this.#explained}></gw-field>
      ${this.error ? html`<p class="form-error" role="alert">${this.error}</p>` : nothing}
      <p class="soft small">${t('charter.forever')}</p>
      ${!did
        ? html`<a class="button" href="/sign-in">${t('membership.signin')}</a>`
        : !keys
          ? html`<p class="state">${noKeys('network.nokeys')}</p>`
          : may
            ? html`<div class="actions"><button class="button" ?disabled=${this.busy || this.textError !== ''}>${t('charter.propose')}</button></div>`
            : html`<p class="state">${following ? t('charter.heirs.maynot') : t('charter.maynot', { who: current.governance.proposers })}</p>`}`;
  }

  /** A vote that nobody has set an end to is open for a day at least. */
  #times(needed: Decision[], current: Charter, now: Date) {
    const following = heirs(session.value?.account.did, current.governance);
    if (following) {
      return { closes: undefined, effective: afterSilence(following, current, now) };
    }
    return times(needed, current, now, this.wished ? new Date(this.wished) : new Date(now.getTime() + 86_400_000));
  }

  readonly #typed = (event: Event) => {
    this.text = value(event);
    try {
      const read = JSON.parse(this.text) as Json;
      if (!isObject(read) || !Array.isArray(read['rules']) || !read['rules'].every(isObject) || !isObject(read['joining'] as Json) || !isObject((read['moderation'] as JsonObject | undefined)?.['appeal'] as Json) || !isObject(read['governance'] as Json) || !Array.isArray((read['governance'] as JsonObject)['stewards'])) {
        throw new SyntaxError();
      }
      this.edited = read;
      this.textError = '';
    } catch {
      this.textError = t('charter.text.wrong');
    }
  };

  #set(path: (string | number)[], to: Json) {
    const edited = structuredClone(this.edited) as JsonObject;
    let into = edited as unknown as Record<string | number, Json>;
    for (const step of path.slice(0, -1)) {
      into = into[step] as unknown as Record<string | number, Json>;
    }
    into[path.at(-1) as string | number] = to;
    this.#edit(edited);
  }

  readonly #explained = (event: Event) => {
    this.reason = value(event);
    this.error = '';
  };

  readonly #propose = async (event: Event) => {
    event.preventDefault();
    const { card, current } = this.#shown.value as Shown;
    if (!this.reason.trim()) {
      this.error = t('charter.noreason');
      return;
    }
    this.busy = true;
    this.error = '';
    try {
      const now = new Date();
      const acts = await this.#acts(current, changes(current, this.edited as JsonObject), now);
      await say(session.value?.account.did as string, current.network, acts, now);
      const there = await shows(() => counted(card));
      toast({ text: t(there ? 'charter.done' : 'network.later') });
      await go(`${pageOf(current.network)}/proposals`);
    } catch (failure) {
      this.error = failure instanceof Refused ? failure.message : Problem.of(failure).said;
    } finally {
      this.busy = false;
    }
  };

  /** What has to be signed: a list of voters where one is needed and this account alone confirms it, the change, and a steward's agreement. */
  async #acts(current: Charter, found: Change[], now: Date): Promise<Said[]> {
    const did = session.value?.account.did as string;
    const following = heirs(did, current.governance);
    const needed = following ? [] : decisions(found, current.governance);
    const { closes, effective } = this.#times(needed, current, now);
    const charter = await nextVersion(current, this.edited as JsonObject, effective);
    const wrong = await fault(charter);
    if (wrong) {
      throw new Refused(t('charter.malformed', wrong));
    }
    const acts: Said[] = [];
    let vote: { roll: string; closes: string } | undefined;
    if (closes && needed.some(voted)) {
      vote = { roll: await this.#roll(current, did, acts), closes: seconds(closes) };
    }
    acts.push({ type: 'Proposal', charter, reason: this.reason.trim(), ...vote });
    if (following || current.governance.stewards.includes(did)) {
      acts.push({ type: 'Approval', subject: await charterHash(charter) });
    }
    return acts;
  }

  async #roll(current: Charter, did: string, acts: Said[]): Promise<string> {
    if (confirmed(new Set([did]), current.governance)) {
      const members = await voters(current.network);
      if (!members.length) {
        throw new Refused(t('charter.novoters'));
      }
      acts.push({ type: 'Roll', members });
      return rollHash(members);
    }
    const rolls = (await new Evidence(current.network).read()).filter(act => act.map['type'] === 'Roll').sort((a, b) => b.at - a.at);
    for (const roll of rolls) {
      const hash = await rollHash(roll.map['members'] as string[]);
      const same = await Promise.all(rolls.map(async one => ((await rollHash(one.map['members'] as string[])) === hash ? one.author : '')));
      if (confirmed(new Set(same), current.governance)) {
        return hash;
      }
    }
    throw new Refused(t('charter.noroll'));
  }
}
customElements.define('gw-charter', GwCharter);

/** Why nothing was signed, in words. */
class Refused extends Error {}

function value(event: Event): string {
  return (event.currentTarget as GwField).value;
}

/** A time as a field of this browser has it. */
function local(time: Date): string {
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** A text in a language, or in the first that it is in. */
function textIn(texts: Json | undefined, language: string): string {
  return isObject(texts) ? String(texts[language] ?? Object.values(texts)[0] ?? '') : '';
}
