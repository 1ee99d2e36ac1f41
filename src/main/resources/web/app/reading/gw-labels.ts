import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { language, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import { ownerOf, type Owner } from '../account/owners.ts';
import { choose, labelsOf, type Choice, type Labels, type Met } from './labels.ts';

type Shown = { owner: Owner; known: Labels };

const CHOICES: (Choice | '')[] = ['', 'hide', 'warn', 'ignore'];

/** What labels do for whoever is signed in: one choice for each, kept as soon as it is made. */
export class GwLabels extends LitElement {
  @state() private busy = false;
  readonly #shown = new Load<Shown>(this, () => this.#fetch());

  constructor() {
    super();
    new Watching(this, session, language);
  }

  protected override createRenderRoot() {
    return this;
  }

  async #fetch(): Promise<Shown> {
    const did = session.value?.account.did;
    const owner = did === undefined ? undefined : await ownerOf(did);
    if (!owner) {
      throw new Problem(401, 'no-keys', '', '');
    }
    return { owner, known: await labelsOf(owner, language.value) };
  }

  override render() {
    return html`<h1>${t('labels.title')}</h1>
      <p>${t('labels.about')}</p>
      ${this.#shown.show(shown => this.#groups(shown), { empty: shown => shown.known.labels.length === 0 && 'labels' })}`;
  }

  #groups({ known }: Shown) {
    const groups = new Map<string, Met[]>();
    for (const label of known.labels) {
      const whose = `${label.kind} ${label.of}`;
      groups.set(whose, [...(groups.get(whose) ?? []), label]);
    }
    return [...groups.values()].map(
      group => html`<section><h2 dir="auto">${whose(group[0] as Met)}</h2>${group.map(label => this.#label(label))}</section>`,
    );
  }

  #label(label: Met) {
    const name = `${label.of} ${label.label}`;
    return html`<fieldset class="reading" data-label=${label.label} data-kind=${label.kind} ?disabled=${this.busy}>
      <legend dir="auto">${label.title || label.label}</legend>
      ${label.meaning ? html`<p class="soft" dir="auto">${label.meaning}</p>` : nothing}
      <div class="reading-choices">
        ${CHOICES.map(
          choice => html`<label><input type="radio" name=${name} value=${choice} .checked=${(label.choice ?? '') === choice} @change=${() => void this.#choose(label, choice)} />
            ${choice ? t(`labels.choice.${choice}`) : t('labels.choice.default', { effect: t(`labels.effect.${label.effect}`) })}</label>`,
        )}
      </div>
    </fieldset>`;
  }

  async #choose(label: Met, choice: Choice | '') {
    const { owner, known } = this.#shown.value as Shown;
    this.busy = true;
    try {
      await choose(owner.did, known, label, choice || undefined);
      toast({ text: t('labels.saved') });
    } catch (failure) {
      toast({ text: Problem.of(failure).said, alert: true });
    }
    await this.#shown.run();
    this.busy = false;
    await this.updateComplete;
    // A fieldset that was disabled for a moment has lost the focus.
    this.querySelector<HTMLInputElement>(`input[name=${CSS.escape(`${label.of} ${label.label}`)}]:checked`)?.focus();
  }
}
customElements.define('gw-labels', GwLabels);

function whose(label: Met): string {
  return t(`labels.of.${label.kind}`, { owner: label.owner });
}
