import { LitElement, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { mark } from '../../shell/router.ts';
import { may, session } from '../../shell/session.ts';
import { Watching } from '../../shell/store.ts';
import { number, t } from '../../shell/words.ts';
import { called, measures, range, RANGES, written, type Measures } from './measures.ts';
import '../../parts/gw-chart.ts';

/** What waits for somebody, each with the list behind it and the permission that the list wants. */
const WAITING: readonly (readonly [name: string, list: string, permission: string])[] = [
  ['cases-open', '/staff/cases', 'see-cases'],
  ['cases-open-a-day', '/staff/cases', 'see-cases'],
  ['cases-open-a-week', '/staff/cases', 'see-cases'],
  ['appeals-open', '/staff/appeals', 'see-cases'],
  ['hosts-failing', '/staff/hosts', 'see-accounts'],
];

/** The groups of figures, each figure with the list behind it; without one its days are the list. */
const GROUPS: readonly (readonly [group: string, figures: readonly (readonly [name: string, list?: string])[]])[] = [
  ['people', [['active-accounts'], ['new-accounts', '/staff/accounts'], ['accounts', '/staff/accounts'], ['posts'], ['interactions']]],
  ['moderation', [['reports', '/staff/cases'], ['cases-resolved', '/staff/cases'], ['decisions', '/staff/log'], ['cases-open', '/staff/cases']]],
  ['federation', [['deliveries-waiting', '/staff/hosts'], ['hosts-failing', '/staff/hosts'], ['inbox-waiting'], ['replicas-behind', '/staff/health'], ['replication-lag']]],
  ['storage', [['storage-documents'], ['storage-media'], ['storage-received'], ['storage-other']]],
];

/** What admins look at each morning. */
export class GwOverview extends LitElement {
  @property({ attribute: false }) query: URLSearchParams | undefined;
  readonly #figures = new Load<Measures>(this, signal => measures(this.#days, signal));
  #days = 30;

  constructor() {
    super();
    new Watching(this, session);
    new Live(this, ['case', 'decision', 'account'], () => void this.#figures.run());
  }

  protected override createRenderRoot() {
    return this;
  }

  protected override willUpdate() {
    const days = range(this.query);
    if (days !== this.#days) {
      this.#days = days;
      void this.#figures.run();
    }
  }

  override render() {
    return html`<div class="head">
        <h1>${t('overview.title')}</h1>
        <div class="segments" role="group" aria-label=${t('overview.range')}>
          ${RANGES.map(days => html`<button type="button" aria-pressed=${days === this.#days ? 'true' : 'false'} @click=${() => this.#choose(days)}>${t('overview.days', { n: days })}</button>`)}
        </div>
      </div>
      ${this.#figures.show(figures => html`
        ${this.#waiting(figures)}
        ${GROUPS.map(([group, names]) => html`<section aria-labelledby="overview-${group}">
          <h2 id="overview-${group}">${t(`overview.${group}`)}</h2>
          <div class="figures">${names.map(([name, list]) => this.#figure(figures, name, list))}</div>
        </section>`)}`)}`;
  }

  #waiting(figures: Measures) {
    const waiting = WAITING.filter(([name, , permission]) => may(permission) && (figures.now[name] ?? 0) > 0);
    return html`<section class="waiting" aria-labelledby="overview-waiting">
      <h2 id="overview-waiting">${t('overview.waiting')}</h2>
      ${waiting.length
        ? html`<ul>${waiting.map(([name, list]) => html`<li><a href=${list}>${t(`overview.waiting.${name}`, { n: figures.now[name] as number })}</a></li>`)}</ul>`
        : html`<p class="soft">${t('overview.waiting.nothing')}</p>`}
    </section>`;
  }

  #figure(figures: Measures, name: string, list: string | undefined) {
    const series = figures.measures[name];
    // What not every database tells.
    if (!series || (!series.daily && figures.now[name] === undefined)) {
      return nothing;
    }
    const write = written(name);
    const values = series.values;
    const counted = values.filter(value => value !== null);
    const head = series.daily ? counted.reduce((sum, value) => sum + value, 0) : (figures.now[name] ?? 0);
    // Of accounts that were active on several days the sum says nothing: the day's average does.
    const shown = name === 'active-accounts' ? t('overview.perday', { n: number(counted.length ? head / counted.length : 0, { maximumFractionDigits: 1 }) }) : write(head);
    return html`<article class="figure" data-figure=${name}>
      <h3><a href=${list ?? `/staff/figures/${name}?days=${this.#days}`}>${called(name)}</a></h3>
      <p class="figure-number">${shown}</p>
      <gw-chart .label=${called(name)} .days=${figures.days} .values=${values} .bars=${series.daily} .written=${write}></gw-chart>
    </article>`;
  }

  #choose(days: number) {
    const query = new URLSearchParams(this.query);
    query.set('days', String(days));
    mark(query);
    this.query = query;
  }
}
customElements.define('gw-overview', GwOverview);
