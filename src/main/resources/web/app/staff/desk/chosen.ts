import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Problem } from '../../shell/api.ts';
import { may } from '../../shell/session.ts';
import { ago, t } from '../../shell/words.ts';
import '../../parts/gw-dialog.ts';
import { failed, toast } from '../../parts/gw-toast.ts';
import { remember, undoable, type Bulk } from './bulks.ts';
import { desk, type Decided, type Dossier, type Wish } from './model.ts';
import './gw-decide.ts';

/** Cases that are chosen from a list, and what is done with all of them at once. */
export class Chosen {
  readonly #host: ReactiveControllerHost;
  readonly #all: () => readonly string[];
  readonly #changed: () => void;
  readonly #planned: () => void;
  #subjects: ReadonlySet<string> = new Set();
  #deciding: Dossier | undefined;
  #progress = '';
  #bulks: readonly Bulk[] = undoable();

  /**
   * @param list `all` are the subjects that can be chosen, `changed` hears when cases are not as they were, `planned` when a decision
   *     waits for a second person
   */
  constructor(host: ReactiveControllerHost, list: { all: () => readonly string[]; changed: () => void; planned: () => void }) {
    this.#host = host;
    this.#all = list.all;
    this.#changed = list.changed;
    this.#planned = list.planned;
  }

  has(subject: string): boolean {
    return this.#subjects.has(subject);
  }

  toggle(subject: string): void {
    const next = new Set(this.#subjects);
    if (!next.delete(subject)) {
      next.add(subject);
    }
    this.#choose(next);
  }

  all(): void {
    this.#choose(new Set(this.#all()));
  }

  none(): void {
    this.#choose(new Set());
  }

  #choose(subjects: ReadonlySet<string>) {
    this.#subjects = subjects;
    this.#host.requestUpdate();
  }

  #decide(dossier: Dossier | undefined) {
    this.#deciding = dossier;
    this.#host.requestUpdate();
  }

  #keep(bulks: readonly Bulk[]) {
    this.#bulks = bulks;
    this.#host.requestUpdate();
  }

  #count(progress: string) {
    this.#progress = progress;
    this.#host.requestUpdate();
  }

  async #start() {
    const [first] = this.#subjects;
    if (first) {
      try {
        this.#decide(await desk.dossier(first));
      } catch (failure) {
        failed(failure);
      }
    }
  }

  #decided(event: CustomEvent<{ wish: Wish; decided: Decided }>) {
    const { wish, decided } = event.detail;
    this.#decide(undefined);
    if (decided.plan) {
      toast({ text: t('cases.bulk.planned') });
      this.#planned();
    } else if (decided.bulk) {
      const n = decided.done ?? 1;
      const bulk: Bulk = { id: decided.bulk, measure: wish.measure, n, at: Date.now() };
      this.#keep(remember(bulk));
      toast({ text: t('cases.bulk.done', { n, refused: decided.refused ?? 0, measure: t(`measure.${wish.measure}`) }), undo: () => this.#undo(bulk) });
    }
    this.none();
    this.#changed();
  }

  async #undo(bulk: Bulk) {
    try {
      const { done } = await desk.undo(bulk.id, t('decide.undone'));
      this.#keep(remember(undefined, bulk.id));
      toast({ text: t('cases.bulk.undone', { n: done }) });
      this.#changed();
    } catch (failure) {
      failed(failure);
    }
  }

  /** One after the other, so that it can be counted; what fails is said at the end. */
  async #resolve() {
    const subjects = [...this.#subjects];
    const resolved: string[] = [];
    for (const subject of subjects) {
      this.#count(t('cases.bulk.progress', { n: resolved.length, of: subjects.length }));
      try {
        await desk.work('resolve', subject);
        resolved.push(subject);
      } catch (failure) {
        Problem.of(failure);
      }
    }
    this.#count('');
    this.none();
    toast({
      text: t('cases.bulk.resolved', { n: resolved.length, of: subjects.length }),
      undo: async () => {
        await Promise.all(resolved.map(one => desk.work('reopen', one)));
        this.#changed();
      },
    });
    this.#changed();
  }

  /** What was done lately, and can be undone. */
  lately(): TemplateResult | typeof nothing {
    return this.#bulks.length
      ? html`<ul class="bulks small">${this.#bulks.map(one => html`<li>${t('cases.bulk.lately', { n: one.n, measure: t(`measure.${one.measure}`), when: ago(new Date(one.at)) })}
          <button type="button" class="button plain small" @click=${() => void this.#undo(one)}>${t('toast.undo')}</button></li>`)}</ul>`
      : nothing;
  }

  /** What can be done with those that are chosen. */
  bar(): TemplateResult | typeof nothing {
    const n = this.#subjects.size;
    return n
      ? html`<div class="chosen-bar row" role="region" aria-label=${t('cases.chosen', { n })}>
          <strong>${t('cases.chosen', { n })}</strong>
          ${may('label', 'restrict', 'suspend') ? html`<button type="button" class="button" @click=${() => void this.#start()}>${t('cases.bulk.decide')}</button>` : nothing}
          ${may('work-on-cases') ? html`<button type="button" class="button plain" ?disabled=${!!this.#progress} @click=${() => void this.#resolve()}>${this.#progress || t('case.resolve')}</button>` : nothing}
          ${n < this.#all().length ? html`<button type="button" class="button quiet" @click=${() => this.all()}>${t('cases.chosen.all')}</button>` : nothing}
          <button type="button" class="button quiet" @click=${() => this.none()}>${t('cases.chosen.none')}</button>
        </div>`
      : nothing;
  }

  /** One decision about all of them. */
  dialog(): TemplateResult {
    const dossier = this.#deciding;
    return html`<gw-dialog .open=${!!dossier} heading=${t('cases.bulk.title', { n: this.#subjects.size })} @gw-close=${() => this.#decide(undefined)}
      .body=${() => html`<gw-decide .subjects=${[...this.#subjects]} .rules=${dossier?.rules ?? []} @gw-decided=${(event: CustomEvent<{ wish: Wish; decided: Decided }>) => this.#decided(event)}></gw-decide>`}></gw-dialog>`;
  }
}
