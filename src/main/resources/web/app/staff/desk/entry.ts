import { html, nothing, type TemplateResult } from 'lit';
import { ago, exact, hasWords, t } from '../../shell/words.ts';
import { called, type Decision, type Entry, type People } from './model.ts';

/** Something that happened in a case. */
export function entry(one: Entry, people: People): TemplateResult {
  const details = one.details as Record<string, string | undefined>;
  const text = details['comment'] ?? details['text'] ?? details['reason'] ?? '';
  return html`<li>
    <p class="small"><strong>${called(one.by, people)}</strong>
      ${happened(one, people)}
      <time class="soft" datetime=${one.at} title=${exact(one.at)}>${ago(one.at)}</time></p>
    ${text ? html`<p class="entry-text" dir="auto">${text}</p>` : nothing}
  </li>`;
}

/** What happened, as the rest of a sentence that begins with who did it. */
function happened(one: Entry, people: People): string {
  const details = one.details as Record<string, string | undefined>;
  const to = details['to'];
  const granted = one.details['granted'];
  const key = granted !== undefined ? `entry.${one.type}.${String(granted)}` : one.type === 'assigned' && to !== undefined && to === one.by ? 'entry.taken' : one.type === 'assigned' && !to ? 'entry.unassigned' : `entry.${one.type}`;
  if (!hasWords(key)) {
    return one.type;
  }
  const measure = (one.details['decision'] as Decision | undefined)?.measure ?? details['measure'];
  return t(key, {
    measure: measure ? t(`measure.${measure}`) : '',
    to: !to ? '' : one.type === 'messaged' ? t(`case.to.${to}`) : called(to, people),
    category: details['category'] ? t(`category.${details['category']}`) : '',
  });
}
