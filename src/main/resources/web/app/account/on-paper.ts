import { html, type TemplateResult } from 'lit';
import { t } from '../shell/words.ts';

/** The words of a recovery kit as they are to be written down, and whose they are. */
export function wordsShown(handle: string, words: string[]): TemplateResult {
  return html`<p class="on-paper">${t('signup.kit.whose', { handle })}</p>
    <ol class="kit" aria-label=${t('signup.kit.words')}>${words.map(word => html`<li>${word}</li>`)}</ol>`;
}

/** What to say of the two words that were asked for, by the names of their fields; nothing of those that are right. */
export function wrongWords(words: string[], asked: [number, number], typed: (name: string) => string): { word0?: string; word1?: string } {
  const errors: { word0?: string; word1?: string } = {};
  (['word0', 'word1'] as const).forEach((name, i) => {
    if (typed(name).trim().toLowerCase() !== words[asked[i] as number]) {
      errors[name] = t('signup.check.wrong');
    }
  });
  return errors;
}
