import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../../shell/api.ts';
import { Load } from '../../shell/load.ts';
import { ago, exact, hasWords, t } from '../../shell/words.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-table.ts';
import type { Column } from '../../parts/gw-table.ts';
import { called } from './model.ts';

type Line = { number: number; at: string; action: string; measure: string; kind?: string; target?: string; rule?: string; moderator?: string; automated?: boolean };
type Page = { entries: Line[]; more: boolean };

/** The whole log, without the delay that the public one has. */
export class GwLog extends LitElement {
  @state() private further: Line[] = [];
  @state() private more = false;
  readonly #log = new Load<Page>(this, async signal => {
    const page = await this.#page(0, signal);
    this.further = [];
    return page;
  });

  protected override createRenderRoot() {
    return this;
  }

  async #page(after: number, signal?: AbortSignal): Promise<Page> {
    const page = await api.get<Page>(`/moderation/v1/log/whole?after=${after}`, { signal });
    this.more = page.more;
    return page;
  }

  async #next(last: number) {
    try {
      this.further = [...this.further, ...(await this.#page(last)).entries];
    } catch (failure) {
      toast({ text: Problem.of(failure).message || t('state.offline'), alert: true });
    }
  }

  override render() {
    return html`<h1>${t('log.title')}</h1><p class="soft">${t('log.about')} <a href="/moderation/v1/log">${t('log.public')}</a></p>
      ${this.#log.show(page => this.#table([...page.entries, ...this.further]), { empty: page => page.entries.length === 0 && 'log' })}`;
  }

  #table(lines: Line[]) {
    const columns: Column<Line>[] = [
      { title: t('log.number'), cell: one => one.number, end: true },
      { title: t('log.when'), cell: one => html`<time datetime=${one.at} title=${exact(one.at)}>${ago(one.at)}</time>` },
      { title: t('log.what'), cell: one => `${hasWords(`log.action.${one.action}`) ? t(`log.action.${one.action}`) : one.action}: ${t(`measure.${one.measure}`)}${one.automated ? ` (${t('log.automated')})` : ''}` },
      { title: t('log.whom'), cell: one => one.target ? called(one.target, {}) : html`<span class="soft">${t('log.unnamed')}</span>` },
      { title: t('log.rule'), cell: one => one.rule ?? '–' },
      { title: t('log.by'), cell: one => one.moderator ?? '–' },
    ];
    const newest = [...lines].reverse();
    return html`<gw-table .caption=${t('log.title')} .columns=${columns} .rows=${newest} .key=${(one: Line) => String(one.number)}></gw-table>
      ${this.more ? html`<button type="button" class="button plain" @click=${() => void this.#next(lines.at(-1)?.number ?? 0)}>${t('log.more')}</button>` : nothing}`;
  }
}
customElements.define('gw-log', GwLog);
