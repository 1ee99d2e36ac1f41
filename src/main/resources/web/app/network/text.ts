import { html, nothing, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import type { Json } from '../identity/jcs.ts';
import { hasWords, language, t } from '../shell/words.ts';
import { approved, isObject, segments, voted, type Change, type Decision, type Governance, type Succession } from './charter.ts';
import { handleOf } from './network.ts';

/** Members of an entry that say what it is, the most telling first. */
const TELLING = ['text', 'name', 'title', 'did', 'list', 'id'];

/** What an account is called; the end of its identifier until it is known, and where it is not. */
export function who(did: string): unknown {
  const unknown = html`<span title=${did}>${t('network.unknown', { end: did.slice(-6) })}</span>`;
  return until(
    handleOf(did).then(handle => (handle ? html`<span dir="auto">${handle}</span>` : unknown)),
    unknown,
  );
}

/** What accounts are called, one after the other. */
export const names = (people: string[]): TemplateResult[] => people.map((one, i) => html`${i ? ', ' : ''}${who(one)}`);

/** A part by its path: `/rules/be-kind/text` is "Rules › be-kind › Text". */
export function part(path: string): string {
  if (path === '') {
    return t('part.rest');
  }
  return segments(path)
    .map(one => (hasWords(`part.${one}`) ? t(`part.${one}`) : one))
    .join(' › ');
}

/** A value in words. */
export function value(json: Json): string {
  if (typeof json === 'string') {
    return json;
  }
  if (typeof json === 'boolean') {
    return t(json ? 'network.yes' : 'network.no');
  }
  if (Array.isArray(json)) {
    return json.length ? json.map(value).join(', ') : t('network.none');
  }
  if (isObject(json)) {
    const texts = Object.entries(json);
    if (texts.length && texts.every(([tag, text]) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag) && typeof text === 'string')) {
      return String(json[language.value] ?? texts[0]?.[1]);
    }
    const telling = TELLING.map(name => json[name]).find(one => one !== undefined);
    return telling === undefined ? JSON.stringify(json) : value(telling);
  }
  return String(json);
}

/** What is different, part by part: what was, and what is to be. */
export function differences(found: Change[]): TemplateResult {
  return html`<dl class="changes">
    ${found.map(
      change => html`<dt>${part(change.path)}</dt>
        <dd>
          ${change.before === undefined ? nothing : html`<del dir="auto"><span class="soft small">${t('change.before')}: </span>${value(change.before)}</del>`}
          ${change.after === undefined ? nothing : html`<ins dir="auto"><span class="soft small">${t('change.after')}: </span>${value(change.after)}</ins>`}
        </dd>`,
    )}
  </dl>`;
}

/** Who makes a decision, how, and when it holds. */
export function decision(one: Decision, governance: Governance): string {
  const stewards = t('decision.stewards', { some: governance.threshold, all: governance.stewards.length });
  const vote = t('decision.vote', { majority: one.majority, quorum: one.quorum, open: one.openDays, member: one.memberDays });
  const by = voted(one) ? (approved(one) ? t('decision.both', { stewards, vote }) : vote) : stewards;
  return t('decision.delay', { by, days: one.delayDays });
}

/** How heirs follow silent stewards. */
export const succession = ({ threshold, heirs, silentDays }: Succession): string => t('decision.heirs', { some: threshold, all: heirs.length, days: silentDays });
