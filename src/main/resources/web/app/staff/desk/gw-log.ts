import { LitElement, html, nothing } from 'lit';
import { api } from '../../shell/api.ts';
import { Load } from '../../shell/load.ts';
import { ago, exact, hasWords, t } from '../../shell/words.ts';
import '../../parts/gw-table.ts';
import type { Column } from '../../parts/gw-table.ts';
import { called } from './model.ts';

type Line = { number: number; at: string; action: string; measure: string; kind?: string; target?: string; rule?: string; moderator?: string; automated?: boolean };
const PAGES_MOST = 20;
const SHOWN_MOST = 500;

type Page = { entries: Line[]; more: boolean };

/** The whole log, without the delay that the public one has. */
export class GwLog extends LitElement {
  readonly #log = new Load<Page>(this, signal => this.#all(signal));

  protected override createRenderRoot() {
    return this;
  }

  /** The log is read from its beginning, as it is chained; the newest is shown first. */
  async #all(signal: AbortSignal): Promise<Page> {
    const entries: Line[] = [];
    for (let pages = 0; pages < PAGES_MOST; pages++) {
      const page = await api.get<Page>(`/moderation/v1/log/whole?after=${entries.at(-1)?.number ?? 0}`, { signal });
      entries.push(...page.entries);
      if (!page.more) {
        return { entries, more: false };
      }
    }
    return { entries, more: true };
  }

  override render() {
    return html`<h1>${t('log.title')}</h1><p class="soft">${t('log.about')} <a href="/moderation/log">${t('log.public')}</a></p>
      ${this.#log.show(page => this.#table(page), { empty: page => page.entries.length === 0 && 'log' })}`;
  }

  #table(page: Page) {
    const columns: Column<Line>[] = [
      { title: t('log.number'), cell: one => one.number, end: true },
      { title: t('log.when'), cell: one => html`<time datetime=${one.at} title=${exact(one.at)}>${ago(one.at)}</time>` },
      { title: t('log.what'), cell: one => `${hasWords(`log.action.${one.action}`) ? t(`log.action.${one.action}`) : one.action}: ${t(`measure.${one.measure}`)}${one.automated ? ` (${t('log.automated')})` : ''}` },
      { title: t('log.whom'), cell: one => one.target ? called(one.target, {}) : html`<span class="soft">${t('log.unnamed')}</span>` },
      { title: t('log.rule'), cell: one => one.rule ?? '–' },
      { title: t('log.by'), cell: one => one.moderator ?? '–' },
    ];
    return html`<gw-table .caption=${t('log.title')} .columns=${columns} .rows=${page.entries.slice(-SHOWN_MOST).reverse()} .key=${(one: Line) => String(one.number)}></gw-table>
      ${page.more || page.entries.length > SHOWN_MOST ? html`<p class="small soft">${t('log.more', { n: SHOWN_MOST })}</p>` : nothing}`;
  }
}
customElements.define('gw-log', GwLog);
