import { LitElement, html, nothing, svg } from 'lit';
import { property, state } from 'lit/decorators.js';
import { language, number, t } from '../shell/words.ts';

const WIDTH = 300;
const HEIGHT = 64;
const EDGE = 4;

/**
 * One figure over some days as a small picture: bars for what happened on a day, a line for how something stood. The day under the
 * pointer is read out beside it, and all numbers are in a table behind it.
 */
export class GwChart extends LitElement {
  /** What is shown, in a word or two. */
  @property() label = '';
  @property({ attribute: false }) days: readonly string[] = [];
  /** One for each day; `null` where nothing was counted yet. */
  @property({ attribute: false }) values: readonly (number | null)[] = [];
  @property({ type: Boolean }) bars = false;
  /** How a value is written. */
  @property({ attribute: false }) written: (value: number) => string = value => number(value);
  @state() private at: number | undefined;
  @state() private table = false;

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    const counted = this.values.filter(value => value !== null);
    const most = Math.max(1, ...counted);
    const least = counted.length ? Math.min(...counted) : 0;
    const label = counted.length
      ? t('chart.label', { label: this.label, n: this.days.length, least: this.written(least), most: this.written(Math.max(...counted)), last: this.written(counted.at(-1) as number) })
      : t('chart.nothing', { label: this.label });
    return html`<div class="chart">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}
        @pointermove=${this.#point} @pointerleave=${() => (this.at = undefined)}>
        <line class="chart-ground" x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5}></line>
        ${this.bars ? this.#bars(most) : this.#line(most)}
      </svg>
      <p class="chart-read" aria-hidden="true">${this.#read()}</p>
      <details @toggle=${(event: Event) => (this.table = (event.target as HTMLDetailsElement).open)}>
        <summary>${t('chart.numbers')}</summary>
        ${this.table ? this.#numbers() : nothing}
      </details>
    </div>`;
  }

  #x(day: number): number {
    return ((day + 0.5) * WIDTH) / Math.max(1, this.values.length);
  }

  #y(value: number, most: number): number {
    return HEIGHT - 1 - (value / most) * (HEIGHT - 2 * EDGE);
  }

  #bars(most: number) {
    const wide = WIDTH / Math.max(1, this.values.length);
    return this.values.map((value, day) =>
      value ? svg`<rect class=${day === this.at ? 'chart-bar chart-here' : 'chart-bar'} x=${day * wide + wide * 0.1} width=${wide * 0.8}
        y=${this.#y(value, most)} height=${HEIGHT - 1 - this.#y(value, most)}></rect>` : nothing);
  }

  #line(most: number) {
    const points = this.values.map((value, day) => (value === null ? undefined : ([this.#x(day), this.#y(value, most)] as const)));
    let path = '';
    points.forEach((point, day) => {
      if (point) {
        path += `${points[day - 1] ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
      }
    });
    const seen = points.filter(point => point !== undefined);
    const [first, last] = [seen[0], seen.at(-1)];
    const here = this.at === undefined ? undefined : points[this.at];
    return svg`
      ${first && last && seen.length > 1 ? svg`<path class="chart-area" d="${path}L${last[0]} ${HEIGHT - 1}L${first[0]} ${HEIGHT - 1}Z"></path>` : nothing}
      <path class="chart-line" d=${path}></path>
      ${seen.length === 1 && first ? svg`<path class="chart-line" d="M${first[0] - 6} ${first[1]}L${first[0] + 6} ${first[1]}"></path>` : nothing}
      ${here ? svg`<line class="chart-mark" x1=${here[0]} x2=${here[0]} y1="0" y2=${HEIGHT}></line>` : nothing}`;
  }

  #point(event: PointerEvent) {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const day = Math.floor(((event.clientX - box.left) / box.width) * this.values.length);
    this.at = day >= 0 && day < this.values.length ? day : undefined;
  }

  #read() {
    if (this.at === undefined) {
      return html`<span>${this.days.length ? written(this.days[0] as string) : ''}</span><span>${this.days.length ? written(this.days.at(-1) as string) : ''}</span>`;
    }
    const value = this.values[this.at];
    return html`<span>${written(this.days[this.at] as string)}</span><span class="chart-value">${value === null || value === undefined ? '–' : this.written(value)}</span>`;
  }

  #numbers() {
    return html`<div class="chart-table" tabindex="0" role="region" aria-label=${this.label}><table class="table">
      <caption class="hidden">${this.label}</caption>
      <thead><tr><th scope="col">${t('chart.day')}</th><th scope="col" class="end">${this.label}</th></tr></thead>
      <tbody>${this.days.map((day, at) => {
        const value = this.values[at];
        return html`<tr><th scope="row">${written(day)}</th><td class="end">${value === null || value === undefined ? '–' : this.written(value)}</td></tr>`;
      }).reverse()}</tbody>
    </table></div>`;
  }
}

function written(day: string): string {
  return new Intl.DateTimeFormat(language.value, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

customElements.define('gw-chart', GwChart);
