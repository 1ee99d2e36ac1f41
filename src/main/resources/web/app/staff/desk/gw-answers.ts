import { LitElement, html, nothing } from 'lit';
import { api, Problem } from '../../shell/api.ts';
import { t } from '../../shell/words.ts';

type Answer = { name: string; text: string };
let asked: Promise<Answer[]> | undefined;

/** They were changed: whoever shows them next asks again. */
export function forgetAnswers(): void {
  asked = undefined;
}

async function ask(): Promise<Answer[]> {
  try {
    return (await api.get<{ texts: Answer[] }>('/admin/v1/desk/answers')).texts;
  } catch (failure) {
    // One can write without them.
    Problem.of(failure);
    asked = undefined;
    return [];
  }
}

/**
 * Offers the team's common words; nothing where there are none.
 *
 * @fires gw-answer with the words that were chosen
 */
export class GwAnswers extends LitElement {
  #answers: Answer[] = [];

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    void (asked ??= ask()).then(answers => {
      this.#answers = answers;
      this.requestUpdate();
    });
  }

  override render() {
    return this.#answers.length
      ? html`<select class="answers small" aria-label=${t('answers.choose')} @change=${this.#choose} @input=${(event: Event) => event.stopPropagation()}>
          <option value="">${t('answers.choose')}</option>
          ${this.#answers.map((one, i) => html`<option value=${i}>${one.name}</option>`)}</select>`
      : nothing;
  }

  #choose(event: Event) {
    event.stopPropagation();
    const select = event.target as HTMLSelectElement;
    const answer = this.#answers[Number(select.value || NaN)];
    select.value = '';
    if (answer) {
      this.dispatchEvent(new CustomEvent<string>('gw-answer', { detail: answer.text }));
    }
  }
}
customElements.define('gw-answers', GwAnswers);
