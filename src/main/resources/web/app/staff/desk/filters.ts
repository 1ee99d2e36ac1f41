import { html, type TemplateResult } from 'lit';
import { session } from '../../shell/session.ts';
import { t } from '../../shell/words.ts';
import '../../parts/gw-field.ts';
import { CATEGORIES } from './model.ts';

const FILTERS = ['status', 'category', 'kind', 'assignee', 'hours', 'q'] as const;

/** Which cases are asked for, each condition by its name; an empty one holds for all. */
export type Filters = Readonly<Record<string, string>>;

/** As an address says it. */
export function filtersOf(address: URLSearchParams): Filters {
  return Object.fromEntries(FILTERS.map(one => [one, address.get(one) ?? '']));
}

/** As an address says it, without what is empty. */
export function addressed(filters: Filters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
}

/** As the server is asked: somebody's own cases are those of their account. */
export function asked(filters: Filters): URLSearchParams {
  const query = addressed(filters);
  if (query.get('assignee') === 'me') {
    query.set('assignee', session.value?.account.did ?? '');
  }
  return query;
}

/** Whether not all are asked for. */
export function filtered(filters: Filters): boolean {
  return Object.values(filters).some(Boolean);
}

/** The conditions as a form; `changed` hears of every change of its fields. */
export function filterForm(filters: Filters, changed: (event: Event) => void): TemplateResult {
  const select = (name: string, options: [string, string][]) =>
    html`<gw-field name=${name} type="select" .label=${t(`cases.filter.${name}`)} .value=${filters[name] ?? ''} .options=${options}></gw-field>`;
  return html`<form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()} @input=${changed} @change=${changed}>
    ${select('status', [['', t('case.open')], ['resolved', t('case.resolved')], ['all', t('cases.all')]])}
    ${select('category', [['', t('cases.any')], ...CATEGORIES.map((one): [string, string] => [one, t(`category.${one}`)])])}
    ${select('kind', [['', t('cases.any')], ...(['account', 'post', 'domain'] as const).map((one): [string, string] => [one, t(`kind.${one}`)])])}
    ${select('assignee', [['', t('cases.anyone')], ['me', t('cases.mine')]])}
    ${select('hours', [['', t('cases.any')], ['24', t('cases.hours', { n: 24 })], ['72', t('cases.hours', { n: 72 })], ['168', t('cases.hours', { n: 168 })]])}
    <gw-field name="q" type="search" .label=${t('cases.filter.q')} .value=${filters['q'] ?? ''} .maxlength=${200}></gw-field>
  </form>`;
}
