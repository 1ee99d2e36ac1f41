import { LitElement, html } from 'lit';
import { property } from 'lit/decorators.js';
import { Load } from '../../shell/load.ts';
import { titled } from '../../shell/router.ts';
import { hasWords, t } from '../../shell/words.ts';
import { called, measures, range, written, type Measures } from './measures.ts';
import '../../parts/gw-chart.ts';
import '../../parts/gw-state.ts';

/** One figure by itself, with what it counts and what it does not. */
export class GwFigure extends LitElement {
  @property({ attribute: false }) params: { name?: string } | undefined;
  @property({ attribute: false }) query: URLSearchParams | undefined;
  readonly #figures = new Load<Measures>(this, signal => measures(range(this.query), signal, this.params?.name));

  protected override createRenderRoot() {
    return this;
  }

  override updated() {
    const name = this.params?.name ?? '';
    if (hasWords(`figure.${name}`)) {
      titled(called(name));
    }
  }

  override render() {
    const name = this.params?.name ?? '';
    if (!hasWords(`figure.${name}`)) {
      return html`<h1>${t('missing.title')}</h1><p>${t('missing.text')}</p>`;
    }
    return html`<p class="back"><a href="/staff">${t('overview.title')}</a></p>
      <h1>${called(name)}</h1>
      <p>${t(`figure.${name}.what`)}</p>
      ${this.#figures.show(figures => {
        const series = figures.measures[name];
        return html`<div class="figure wide">
          <gw-chart .label=${called(name)} .days=${figures.days} .values=${series?.values ?? []} .bars=${series?.daily ?? false} .written=${written(name)}></gw-chart>
        </div>`;
      })}`;
  }
}
customElements.define('gw-figure', GwFigure);
