import { LitElement, html, nothing } from 'lit';
import { Doing } from '../../shell/doing.ts';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { may, session } from '../../shell/session.ts';
import { ago, exact, t } from '../../shell/words.ts';
import { toast } from '../../parts/gw-toast.ts';
import { remember } from '../desk/bulks.ts';
import { called, caseAddress, desk, parts, type People } from '../desk/model.ts';
import { plans, ruleName, type Plan } from './model.ts';

const SHOWN_MOST = 20;

/** Decisions about many that one person wants, and that wait until another agrees. */
export class GwPlans extends LitElement {
  readonly #plans = new Load<{ plans: Plan[]; people: People }>(this, signal => plans.all(signal));
  readonly #doing = new Doing(this);

  constructor() {
    super();
    new Live(this, ['decision', 'case'], () => void this.#plans.run());
  }

  protected override createRenderRoot() {
    return this;
  }

  async #agree(plan: Plan) {
    await this.#done(async () => {
      const done = await plans.agree(plan.plan);
      const bulk = done.bulk;
      if (bulk) {
        remember({ id: bulk, measure: plan.measure, n: done.done ?? 0, at: Date.now() });
      }
      toast({
        text: t('plans.agreed', { measure: t(`measure.${plan.measure}`), n: done.done ?? plan.subjects.length }),
        ...(bulk ? { undo: () => this.#undo(bulk) } : {}),
      });
    });
  }

  async #undo(bulk: string) {
    await this.#done(async () => {
      const { done } = await desk.undo(bulk, t('decide.undone'));
      remember(undefined, bulk);
      toast({ text: t('cases.bulk.undone', { n: done }) });
    });
  }

  async #refuse(plan: Plan) {
    await this.#done(async () => {
      await plans.refuse(plan.plan);
      toast({ text: t('plans.refused') });
    });
  }

  async #done(work: () => Promise<void>) {
    await this.#doing.run(work);
    await this.#plans.run();
  }

  override render() {
    return html`<p class="back"><a href="/staff/cases">${t('cases.back')}</a></p>
      <h1>${t('plans.title')}</h1><p class="soft">${t('plans.about')}</p>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      ${this.#plans.show(all => all.plans.map(plan => this.#plan(plan, all.people)), { empty: all => all.plans.length === 0 && 'plans' })}`;
  }

  #plan(plan: Plan, people: People) {
    const mine = plan.by === session.value?.account.did;
    return html`<section class="panel plan" aria-label=${t('plans.one', { measure: t(`measure.${plan.measure}`), n: plan.subjects.length })}>
      <h2>${t('plans.one', { measure: t(`measure.${plan.measure}`), n: plan.subjects.length })}</h2>
      <p class="small soft">${t('plans.by', { who: called(plan.by, people) })} <time datetime=${plan.at} title=${exact(plan.at)}>${ago(plan.at)}</time> ·
        ${ruleName(plan.rule.rule)}</p>
      ${plan.facts ? html`<blockquote dir="auto">${plan.facts}</blockquote>` : nothing}
      <ul class="chips">${plan.subjects.slice(0, SHOWN_MOST).map(subject => html`<li><a href=${caseAddress(subject)}>${called(parts(subject).id, people)}</a></li>`)}</ul>
      ${plan.subjects.length > SHOWN_MOST ? html`<p class="small soft">${t('lists.more', { n: plan.subjects.length - SHOWN_MOST })}</p>` : nothing}
      ${mine ? html`<p>${t('plans.mine')}</p>` : nothing}
      <div class="actions">
        ${mine || !may('suspend') ? nothing : html`<button type="button" class="button danger" ?disabled=${this.#doing.busy} @click=${() => void this.#agree(plan)}>${t('plans.agree', { measure: t(`measure.${plan.measure}`), n: plan.subjects.length })}</button>`}
        ${may('suspend') ? html`<button type="button" class="button plain" ?disabled=${this.#doing.busy} @click=${() => void this.#refuse(plan)}>${t(mine ? 'plans.withdraw' : 'plans.refuse')}</button>` : nothing}
      </div>
    </section>`;
  }
}
customElements.define('gw-plans', GwPlans);
