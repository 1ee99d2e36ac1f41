import { LitElement, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { api } from '../../shell/api.ts';
import { Load } from '../../shell/load.ts';
import { ago, exact, hasWords, t } from '../../shell/words.ts';
import '../../parts/gw-table.ts';
import type { Column } from '../../parts/gw-table.ts';
import { called, caseAddress, type People } from './model.ts';

type Line = { number: number; at: string; action: string; measure: string; kind?: string; target?: string; rule?: string; moderator?: string; automated?: boolean };
type Page = { entries: Line[]; newer: boolean; older: boolean; people: People };

/** The whole log, without the delay that the public one has, the newest first. */
export class GwLog extends LitElement {
  /** Where one is: `below` or `above` an entry's number. */
  @property({ attribute: false }) query = new URLSearchParams();
  /** Another place in the log is another address of the same page. */
  readonly #log = new Load<Page>(this, signal => this.#page(signal), () => this.query.toString());

  protected override createRenderRoot() {
    return this;
  }

  #page(signal: AbortSignal): Promise<Page> {
    const above = this.query.get('above');
    const place = new URLSearchParams(above === null ? { below: this.query.get('below') ?? '0' } : { above });
    return api.get<Page>(`/moderation/v1/log/whole?${place}`, { signal });
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
      { title: t('log.whom'), cell: one => one.target ? whom(one.kind, one.target, page.people) : html`<span class="soft">${t('log.unnamed')}</span>` },
      { title: t('log.rule'), cell: one => one.rule ?? '–' },
      { title: t('log.by'), cell: one => one.moderator ?? '–' },
    ];
    return html`<gw-table .caption=${t('log.title')} .columns=${columns} .rows=${page.entries} .key=${(one: Line) => String(one.number)}></gw-table>
      <nav class="actions" aria-label=${t('log.title')}>
        ${page.newer ? html`<a class="button plain" rel="prev" href=${`/staff/log?above=${page.entries[0]?.number ?? 0}`}>${t('log.newer')}</a>` : nothing}
        ${page.older ? html`<a class="button plain" rel="next" href=${`/staff/log?below=${page.entries.at(-1)?.number ?? 0}`}>${t('log.older')}</a>` : nothing}
      </nav>`;
  }
}
customElements.define('gw-log', GwLog);

/** What it is about: who, or whose post. */
function whom(kind: string | undefined, target: string, people: People) {
  const name = called(target, people);
  return kind === 'account' ? html`<a href=${caseAddress(`account:${target}`)}>${name}</a>` : kind === 'post' ? `${t('kind.post')} · ${name}` : name;
}
