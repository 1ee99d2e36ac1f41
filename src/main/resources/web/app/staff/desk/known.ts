import { html, nothing, type TemplateResult } from 'lit';
import { ago, exact, t } from '../../shell/words.ts';
import { called, type Decision, type Dossier } from './model.ts';
import { post, reported } from './post.ts';

/**
 * What is known of somebody who was reported: decisions that stand, the reported posts, and what the author did before.
 *
 * @param reverse takes a decision back
 */
export function known(dossier: Dossier, reverse: (decision: Decision) => void): TemplateResult {
  const standing = dossier.decisions.filter(one => one.holds);
  return html`
    ${standing.length ? html`<section aria-labelledby="standing-heading"><h2 id="standing-heading">${t('case.standing')}</h2>
      <ul class="plain-list">${standing.map(one => decided(one, dossier, reverse))}</ul></section>` : nothing}
    <section aria-labelledby="reported-heading"><h2 id="reported-heading">${t('case.reported')}</h2>
      ${dossier.posts.length ? dossier.posts.map(one => reported(one, dossier.people)) : html`<p class="soft">${t('case.reported.none')}</p>`}
    </section>
    <section aria-labelledby="author-heading"><h2 id="author-heading">${t('case.author')}</h2>
      <p>${t('case.reach', { posts: dossier.reach.posts, days: dossier.reach.days, followers: dossier.reach.followers, following: dossier.reach.following })}</p>
      ${dossier.decisions.length > standing.length
        ? html`<h3>${t('case.before')}</h3><ul class="plain-list">${dossier.decisions.filter(one => !one.holds).map(one => decided(one, dossier, reverse))}</ul>`
        : standing.length ? nothing : html`<p class="soft">${t('case.before.none')}</p>`}
      ${dossier.recent.length
        ? html`<details><summary>${t('case.recent', { n: dossier.recent.length })}</summary>${dossier.recent.map(one => post(one, dossier.people))}</details>`
        : nothing}
    </section>`;
}

function decided(one: Decision, dossier: Dossier, reverse: (decision: Decision) => void): TemplateResult {
  return html`<li class="decision">
    <p><strong>${t(`measure.${one.measure}`)}</strong>${one.text ? html` “${one.text}”` : nothing}
      ${one.target !== one.subject ? html`<span class="small soft">${t('case.decision.post')}</span>` : nothing}
      <span class="small soft">${t('case.decision.by', { who: called(one.by, dossier.people), when: ago(one.at) })}</span></p>
    <p class="small">${t('case.decision.rule', { rule: one.rule.rule })}${one.facts ? `: ${one.facts}` : nothing}</p>
    ${one.reversed
      ? html`<p class="small soft" title=${exact(one.reversed.at)}>${t('case.decision.reversed', { who: called(one.reversed.by, dossier.people), when: ago(one.reversed.at), reason: one.reversed.reason })}</p>`
      : one.until ? html`<p class="small soft" title=${exact(one.until)}>${t(one.holds ? 'case.decision.until' : 'case.decision.ended', { when: ago(one.until) })}</p>` : nothing}
    ${one.statement ? html`<details class="small"><summary>${t('case.decision.statement')}</summary><p class="statement" lang=${one.statementLanguage ?? nothing}>${one.statement}</p></details>` : nothing}
    ${one.holds ? html`<button type="button" class="button plain small" @click=${() => reverse(one)}>${t('case.decision.reverse')}</button>` : nothing}
  </li>`;
}
