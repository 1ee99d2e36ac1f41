import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { t } from '../shell/words.ts';

/** A file of a post: where it lies, and where this server has it. */
export type Media = { type: string; description: string; source: string; here?: string };

/** A file of a post: grey and blurred until somebody asks to see it, each for itself. Nothing plays by itself. */
export class GwMedia extends LitElement {
  @property({ attribute: false }) file: Media | undefined;
  @state() private revealed = false;

  protected override createRenderRoot() {
    return this;
  }

  override willUpdate(changed: Map<string, unknown>) {
    if (changed.has('file') && (changed.get('file') as Media | undefined)?.here !== this.file?.here) {
      this.revealed = false;
    }
  }

  /** Whether there is something that is still covered. */
  get covered(): boolean {
    return !!this.file?.here && !this.revealed;
  }

  reveal(): void {
    this.revealed = true;
  }

  override render() {
    const file = this.file;
    if (!file) {
      return nothing;
    }
    const description = file.description || t('media.undescribed');
    if (!file.here) {
      return file.source
        ? html`<p class="small"><a href=${file.source} target="_blank" rel="noreferrer noopener nofollow">${t('media.elsewhere', { what: description })}</a></p>`
        : html`<p class="small soft">${t('media.lost', { what: description })}</p>`;
    }
    return html`<figure class="media ${this.revealed ? '' : 'covered'}">
      ${this.#shown(file, file.here)}
      ${this.revealed ? nothing : html`<button type="button" class="button plain" @click=${this.reveal}>${t('media.show')}</button>`}
      <figcaption class="small soft">${description}</figcaption>
    </figure>`;
  }

  #shown(file: Media, here: string) {
    if (file.type.startsWith('image/')) {
      return html`<img src=${here} alt=${this.revealed ? file.description : ''} loading="lazy" />`;
    }
    if (!this.revealed) {
      return html`<div class="media-blank" aria-hidden="true"></div>`;
    }
    return file.type.startsWith('video/')
      ? html`<video src=${here} controls preload="none"></video>`
      : file.type.startsWith('audio/')
        ? html`<audio src=${here} controls preload="none"></audio>`
        : html`<a href=${here} download>${t('media.download')}</a>`;
  }
}
customElements.define('gw-media', GwMedia);
