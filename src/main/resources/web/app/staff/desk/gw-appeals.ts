import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../../shell/api.ts';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { ago, exact, t } from '../../shell/words.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-field.ts';
import { called, caseAddress, parts, type Decision, type People } from './model.ts';

type Appeal = { decision: Decision; at: string; text: string; yours: boolean };
type Appeals = { appeals: Appeal[]; people: People };

/** Appeals that wait for an answer, the oldest first; whoever decided does not answer. */
export class GwAppeals extends LitElement {
  @state() private texts: Readonly<Record<string, string>> = {};
  @state() private problems: Readonly<Record<string, string>> = {};
  @state() private busy = '';
  readonly #appeals = new Load<Appeals>(this, signal => api.get<Appeals>('/admin/v1/appeals', { signal }));

  constructor() {
    super();
    new Live(this, ['decision'], () => void this.#appeals.run());
  }

  protected override createRenderRoot() {
    return this;
  }

  async #answer(one: Appeal, granted: boolean) {
    const id = one.decision.id;
    const text = (this.texts[id] ?? '').trim();
    if (!text) {
      this.problems = { ...this.problems, [id]: t('appeals.why.missing') };
      this.querySelector<HTMLElement>(`[data-appeal="${id}"] textarea`)?.focus();
      return;
    }
    this.busy = id;
    try {
      await api.post(`/admin/v1/decisions/${id}/answer`, { granted, text });
      toast({ text: t(granted ? 'appeals.granted' : 'appeals.refused') });
      this.problems = { ...this.problems, [id]: '' };
      await this.#appeals.run();
    } catch (failure) {
      this.problems = { ...this.problems, [id]: Problem.of(failure).said };
    } finally {
      this.busy = '';
    }
  }

  override render() {
    return html`<h1>${t('appeals.title')}</h1><p class="soft">${t('appeals.about')}</p>
      ${this.#appeals.show(all => html`<ul class="plain-list">${all.appeals.map(one => this.#appeal(one, all.people))}</ul>`, {
        empty: all => all.appeals.length === 0 && 'appeals',
      })}`;
  }

  #appeal(one: Appeal, people: People) {
    const { decision } = one;
    return html`<li class="panel appeal" data-appeal=${decision.id}>
      <h2><a href=${caseAddress(decision.subject)}>${called(parts(decision.subject).id, people)}</a></h2>
      <p class="small soft">${t('appeals.against', { measure: t(`measure.${decision.measure}`), rule: decision.rule.rule, who: called(decision.by, people), when: ago(decision.at) })}</p>
      ${decision.facts ? html`<p class="small">${t('appeals.facts', { facts: decision.facts })}</p>` : nothing}
      <blockquote dir="auto">${one.text}</blockquote>
      <p class="small soft"><time datetime=${one.at} title=${exact(one.at)}>${ago(one.at)}</time></p>
      ${one.yours
        ? html`<gw-field type="textarea" name="why" .rows=${3} .label=${t('appeals.why')} .help=${t('appeals.why.help')} .maxlength=${5000} .value=${this.texts[decision.id] ?? ''} .error=${this.problems[decision.id] ?? ''}
              @input=${(event: Event) => (this.texts = { ...this.texts, [decision.id]: (event.target as HTMLTextAreaElement).value })}></gw-field>
            <div class="row">
              <button type="button" class="button" ?disabled=${this.busy === decision.id} @click=${() => void this.#answer(one, true)}>${t('appeals.grant')}</button>
              <button type="button" class="button plain" ?disabled=${this.busy === decision.id} @click=${() => void this.#answer(one, false)}>${t('appeals.refuse')}</button>
            </div>`
        : html`<p>${t('appeals.notyours')}</p>`}
    </li>`;
  }
}
customElements.define('gw-appeals', GwAppeals);
