import { LitElement, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, Problem } from '../../shell/api.ts';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { exact, hasWords, t } from '../../shell/words.ts';
import { toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-field.ts';

type Announcement = { id: string; texts: Record<string, string>; from: string; until: string; by: string };

/** What everybody is told for a while: listed, written, changed, taken back. */
export class GwAnnouncements extends LitElement {
  @state() private changing: string | undefined;
  @state() private english = '';
  @state() private german = '';
  @state() private from = '';
  @state() private until = '';
  @state() private error = '';
  readonly #list = new Load<Announcement[]>(this, async signal =>
    (await api.get<{ announcements: Announcement[] }>('/admin/v1/announcements', { signal })).announcements);

  constructor() {
    super();
    new Live(this, ['announcement'], () => void this.#list.run());
  }

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<h1>${t('announcements.title')}</h1>
      <p>${t('announcements.text')}</p>
      <h2>${t(this.changing ? 'announcements.change' : 'announcements.new')}</h2>
      <form novalidate @submit=${(event: Event) => void this.#save(event)}>
        ${this.error ? html`<p class="form-error" role="alert">${this.error}</p>` : nothing}
        <gw-field .label=${t('announcements.english')} type="textarea" name="en" rows="3" maxlength="1000" .value=${this.english} @input=${(event: Event) => (this.english = typed(event))}></gw-field>
        <gw-field .label=${t('announcements.german')} .help=${t('announcements.german.help')} type="textarea" name="de" rows="3" maxlength="1000" .value=${this.german} @input=${(event: Event) => (this.german = typed(event))}></gw-field>
        <div class="row">
          <gw-field .label=${t('announcements.from')} type="date" name="from" .value=${this.from} @input=${(event: Event) => (this.from = typed(event))}></gw-field>
          <gw-field .label=${t('announcements.until')} type="date" name="until" .value=${this.until} @input=${(event: Event) => (this.until = typed(event))}></gw-field>
        </div>
        <div class="actions">
          <button class="button">${t(this.changing ? 'announcements.save' : 'announcements.do')}</button>
          ${this.changing ? html`<button type="button" class="button quiet" @click=${this.#clear}>${t('announcements.leave')}</button>` : nothing}
        </div>
      </form>
      <h2>${t('announcements.list')}</h2>
      ${this.#list.show(all => html`<ul class="announcements">${all.map(one => this.#one(one))}</ul>`, { empty: all => all.length === 0 && 'announcements' })}`;
  }

  #one(one: Announcement) {
    const now = Date.now();
    const state = Date.parse(one.from) > now ? 'to-come' : Date.parse(one.until) <= now ? 'over' : 'now';
    return html`<li data-state=${state}>
      <p class="soft small">${t(`announcements.${state}`)} · <time datetime=${one.from} title=${exact(one.from)}>${t('announcements.since', { when: new Date(one.from) })}</time> ·
        <time datetime=${one.until} title=${exact(one.until)}>${t('announcements.ends', { when: new Date(one.until) })}</time></p>
      ${Object.entries(one.texts).map(([language, text]) => html`<p><span class="soft small">${hasWords(`language.${language}`) ? t(`language.${language}`) : language}</span><br><span lang=${language} dir="auto">${text}</span></p>`)}
      <div class="row">
        <button type="button" class="button quiet" @click=${() => this.#edit(one)}>${t('announcements.edit')}</button>
        <button type="button" class="button quiet" @click=${() => void this.#takeBack(one)}>${t('announcements.back')}</button>
      </div>
    </li>`;
  }

  #edit(one: Announcement) {
    this.changing = one.id;
    this.english = one.texts.en ?? '';
    this.german = one.texts.de ?? '';
    this.from = one.from.slice(0, 10);
    this.until = one.until.slice(0, 10);
    this.querySelector<HTMLElement>('gw-field')?.focus();
  }

  #clear() {
    this.changing = undefined;
    this.english = this.german = this.from = this.until = this.error = '';
  }

  async #save(event: Event) {
    event.preventDefault();
    const others = Object.entries(this.#list.value?.find(one => one.id === this.changing)?.texts ?? {}).filter(([language]) => language !== 'en' && language !== 'de');
    const texts = { ...Object.fromEntries(others), ...(this.english.trim() ? { en: this.english.trim() } : {}), ...(this.german.trim() ? { de: this.german.trim() } : {}) };
    if (!Object.keys(texts).length) {
      this.error = t('announcements.wanted');
      return;
    }
    const wish = { texts, ...(this.from ? { from: `${this.from}T00:00:00Z` } : {}), ...(this.until ? { until: `${this.until}T23:59:59Z` } : {}) };
    await this.#do(async () => {
      await (this.changing
        ? api.put(`/admin/v1/announcements/${encodeURIComponent(this.changing)}`, wish)
        : api.post('/admin/v1/announcements', wish));
      this.#clear();
      toast({ text: t('announcements.done') });
    });
  }

  async #takeBack(one: Announcement) {
    await this.#do(async () => {
      await api.delete(`/admin/v1/announcements/${encodeURIComponent(one.id)}`);
      toast({
        text: t('announcements.taken'),
        undo: async () => {
          await api.post('/admin/v1/announcements', { texts: one.texts, from: one.from, until: one.until });
          await this.#list.run();
        },
      });
    });
  }

  async #do(work: () => Promise<void>) {
    this.error = '';
    try {
      await work();
      await this.#list.run();
      document.dispatchEvent(new CustomEvent('gw-notices'));
    } catch (failure) {
      this.error = Problem.of(failure).said;
    }
  }
}

function typed(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define('gw-announcements', GwAnnouncements);
