import { html, nothing, type TemplateResult } from 'lit';
import { ago, exact, t } from '../../shell/words.ts';
import { called, type People, type Post, type ReportedPost } from './model.ts';
import '../../parts/gw-media.ts';

/** A post as words, with its media covered. */
export function post(one: Post, people: People, kind: 'above' | 'reported' | 'plain' = 'plain'): TemplateResult {
  return html`<article class="post ${kind}">
    <header class="small soft">
      <span class="who">${called(one.by, people)}</span>
      ${one.published ? html`<time datetime=${one.published} title=${exact(one.published)}>${ago(one.published)}</time>` : nothing}
      ${one.public ? nothing : html`<span class="tag">${t('post.private')}</span>`}
      ${one.edited ? html`<span title=${exact(one.edited)}>${t('post.edited')}</span>` : nothing}
    </header>
    ${one.warning ? html`<p class="post-warning">${t('post.warning', { text: one.warning })}</p>` : nothing}
    <p class="post-text" dir="auto">${one.text || html`<span class="soft">${t('post.wordless')}</span>`}</p>
    ${one.options.length ? html`<ul class="small">${one.options.map(option => html`<li dir="auto">${option}</li>`)}</ul>` : nothing}
    ${one.media.length ? html`<div class="media-list">${one.media.map(file => html`<gw-media .file=${file}></gw-media>`)}</div>` : nothing}
    ${one.id.startsWith('http') ? html`<p class="small"><a href=${one.id} target="_blank" rel="noreferrer noopener nofollow">${t('post.open')}</a></p>` : nothing}
  </article>`;
}

/** A reported post in its context: what it answers above it, and how it was when it differs from how it is. */
export function reported(one: ReportedPost, people: People): TemplateResult {
  const gone = !one.now;
  const shown = one.now ?? one.then;
  return html`<div class="thread">
    ${one.above.map(above => post(above, people, 'above'))}
    ${gone ? html`<p class="small post-note">${t(one.then ? 'post.gone' : 'post.unknown', { id: one.id })}</p>` : nothing}
    ${shown ? post(shown, people, 'reported') : nothing}
    ${one.changed && one.then && !gone
      ? html`<details><summary>${t('post.changed')}</summary>${post(one.then, people, 'plain')}</details>`
      : nothing}
    ${one.reports > 1 ? html`<p class="small soft">${t('post.reports', { n: one.reports })}</p>` : nothing}
  </div>`;
}
