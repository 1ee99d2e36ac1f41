import { LitElement, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../../shell/api.ts';
import { Live } from '../../shell/live.ts';
import { Load } from '../../shell/load.ts';
import { titled } from '../../shell/router.ts';
import { may, session } from '../../shell/session.ts';
import { t } from '../../shell/words.ts';
import { Keys } from '../../parts/keys.ts';
import { failed, toast } from '../../parts/gw-toast.ts';
import '../../parts/gw-field.ts';
import '../../parts/gw-portrait.ts';
import { lookedAt } from './breaks.ts';
import { entry } from './entry.ts';
import { known } from './known.ts';
import { called, desk, parts, type CaseFile, type Decided, type Decision, type Dossier, type Entry, type People, type WholeCase, type Wish } from './model.ts';
import type { GwMedia } from '../../parts/gw-media.ts';
import './gw-answers.ts';
import './gw-decide.ts';

/** So many entries of a timeline the server gives at once. */
const PAGE = 200;
const SAID = ['note', 'subject', 'reporters', 'forward'] as const;

/**
 * One case on one screen: what was said in its context, who reported it and why, what the author did before, what others decided,
 * and the decision with what it will do.
 *
 * @fires gw-changed when its place in the queue may have changed; `detail` says whether it was resolved
 */
export class GwCase extends LitElement {
  @property() subject = '';
  @state() private said: (typeof SAID)[number] = 'note';
  @state() private words = '';
  @state() private problem = '';
  /** What the timeline shows beside the newest part of it. */
  @state() private earlier: readonly Entry[] = [];
  private people: People = {};
  readonly #case = new Load<WholeCase | null>(this, signal => this.#ask(() => desk.whole(this.subject, signal)), () => this.subject);
  readonly #dossier = new Load<Dossier>(this, signal => desk.dossier(this.subject, signal), () => this.subject);

  constructor() {
    super();
    const working = () => may('work-on-cases');
    new Live(this, ['case'], ids => {
      if (ids.has('') || ids.has(this.#file()?.subject ?? '')) {
        this.reload();
      }
    });
    new Keys(this, [
      { key: 'v', label: 'case.key.reveal', act: () => this.#revealNext(), when: () => !!this.#covered() },
      { key: 'c', label: 'case.key.claim', act: () => void this.#claim(), when: working },
      { key: 'a', label: 'case.key.assign', act: () => void this.#assign(), when: working },
      { key: 'e', label: 'case.key.resolve', act: () => void this.#resolve(), when: () => working() && this.#file()?.status === 'open' },
      { key: 'n', label: 'case.key.note', act: () => this.querySelector<HTMLElement>('.say textarea')?.focus(), when: working },
    ]);
  }

  protected override createRenderRoot() {
    return this;
  }

  /** There is no case before the first report or decision: the dossier is shown all the same. */
  async #ask(fetch: () => Promise<WholeCase>): Promise<WholeCase | null> {
    try {
      return await fetch();
    } catch (failure) {
      if (Problem.of(failure).status === 404) {
        return null;
      }
      throw failure;
    }
  }

  override updated(changed: Map<string, unknown>) {
    if (changed.has('subject')) {
      this.words = '';
      this.problem = '';
      this.earlier = [];
      lookedAt();
    }
    const dossier = this.#dossier.value;
    if (dossier) {
      titled(called(parts(dossier.subject).id, dossier.people));
    }
  }

  /** Fetches everything again; what is shown stays until it is there. */
  reload(): void {
    void this.#case.run();
    void this.#dossier.run();
  }

  #file(): CaseFile | undefined {
    return this.#case.value?.case;
  }

  #covered(): GwMedia | undefined {
    return [...this.querySelectorAll<GwMedia>('gw-media')].find(one => one.covered);
  }

  #revealNext() {
    const next = this.#covered();
    next?.reveal();
    next?.scrollIntoView({ block: 'center' });
  }

  /** Does something in the case, shows how it stands then, and says what went wrong. */
  async #work(action: string, more: Record<string, unknown> = {}): Promise<boolean> {
    try {
      await desk.work(action, this.subject, more);
      this.problem = '';
      this.#changed(action === 'resolve');
      return true;
    } catch (failure) {
      this.problem = Problem.of(failure).said;
      return false;
    }
  }

  #changed(resolved: boolean) {
    this.reload();
    this.dispatchEvent(new CustomEvent<boolean>('gw-changed', { detail: resolved }));
  }

  async #claim() {
    await this.#work(this.#mine(this.#file()?.claimedBy) ? 'release' : 'claim');
  }

  async #assign() {
    const me = session.value?.account.did;
    await this.#work('assign', this.#mine(this.#file()?.assignee) ? {} : { to: me });
  }

  #mine(who: string | undefined): boolean {
    return !!who && who === session.value?.account.did;
  }

  async #resolve() {
    const subject = this.subject;
    if (await this.#work('resolve')) {
      toast({
        text: t('case.done'),
        undo: async () => {
          await desk.work('reopen', subject);
          this.#changed(false);
        },
      });
    }
  }

  async #decided(event: CustomEvent<{ wish: Wish; decided: Decided; resolve: boolean }>) {
    const { wish, decided, resolve } = event.detail;
    const subject = this.subject;
    const decision = decided.decision?.id;
    let resolved = false;
    if (resolve && this.#file()?.status !== 'resolved') {
      try {
        await desk.work('resolve', subject);
        resolved = true;
      } catch (failure) {
        // The decision stands; the case stays open, and is seen to.
        Problem.of(failure);
      }
    }
    this.#changed(resolved);
    toast({
      text: t('decide.done', { measure: t(`measure.${wish.measure}`) }),
      ...(decision
        ? {
            undo: async () => {
              await desk.reverse(decision, t('decide.undone'));
              if (resolved) {
                await desk.work('reopen', subject);
              }
              toast({ text: t('decide.undone') });
              this.#changed(false);
            },
          }
        : {}),
    });
  }

  async #reverse(decision: Decision) {
    try {
      await desk.reverse(decision.id, this.words || t('decide.taken-back'));
      this.#changed(false);
      toast({ text: t('decide.undone') });
    } catch (failure) {
      this.problem = Problem.of(failure).said;
    }
  }

  async #say(event: Event) {
    event.preventDefault();
    const text = this.words.trim();
    const [action, more] = this.said === 'note' ? ['note', {}] : this.said === 'forward' ? ['forward', { posts: this.#dossier.value?.posts.map(one => one.id) ?? [] }]
      : ['message', { to: this.said }];
    if (text && (await this.#work(action as string, { text, ...(more as object) }))) {
      this.words = '';
      toast({ text: t(`case.said.${this.said}`) });
    }
  }

  override render() {
    // As the server compares ids: an address can be spelt by any gateway.
    const { kind, id } = parts(this.#dossier.value?.subject ?? this.subject);
    const people = { ...this.#dossier.value?.people, ...this.#case.value?.people };
    const file = this.#file();
    return html`<div class="case">
      <header class="case-head">
        ${kind === 'post' ? nothing : html`<gw-portrait .who=${id}></gw-portrait>`}
        <h1>${called(id, people)}</h1>
        <p class="soft small">${t(`kind.${kind}`)}${people[id]?.name ? html` · <bdi>${people[id]?.name}</bdi>` : nothing}
          ${file ? html` · <span class="tag ${file.status}">${t(`case.${file.status}`)}</span>` : nothing}
          ${id.startsWith('http') ? html` · <a href=${id} target="_blank" rel="noreferrer noopener nofollow">${t('case.visit')}</a>` : nothing}</p>
        ${file ? this.#hands(file, people) : nothing}
      </header>
      ${this.problem ? html`<p class="form-error" role="alert">${this.problem}</p>` : nothing}
      <div class="case-body">
        <div class="case-read">
          ${this.#dossier.show(dossier => known(dossier, decision => void this.#reverse(decision)))}
          ${this.#case.show(whole => (whole ? this.#timeline(whole) : nothing))}
        </div>
        <div class="case-decide">
          ${this.#dossier.value
            ? html`<section class="panel" aria-labelledby="decide-heading"><h2 id="decide-heading">${t('decide.title')}</h2>
                <gw-decide .subjects=${[this.subject]} .dossier=${this.#dossier.value} .rules=${this.#dossier.value.rules} .suggested=${this.#suggested()} @gw-decided=${this.#decided}></gw-decide></section>`
            : nothing}
        </div>
      </div>
    </div>`;
  }

  #hands(file: CaseFile, people: People) {
    const elsewhere = file.claimedBy && !this.#mine(file.claimedBy) && new Date(file.claimedUntil ?? 0) > new Date();
    return html`<div class="row case-hands">
      ${elsewhere ? html`<span class="tag">${t('case.claimed', { who: called(file.claimedBy as string, people) })}</span>` : nothing}
      ${file.assignee && !this.#mine(file.assignee) ? html`<span class="tag">${t('case.assigned', { who: called(file.assignee, people) })}</span>` : nothing}
      ${may('work-on-cases')
        ? html`<button type="button" class="button plain" @click=${() => void this.#claim()}>${t(this.#mine(file.claimedBy) ? 'case.release' : 'case.claim')} <kbd aria-hidden="true">c</kbd></button>
            <button type="button" class="button plain" @click=${() => void this.#assign()}>${t(this.#mine(file.assignee) ? 'case.unassign' : 'case.assign')} <kbd aria-hidden="true">a</kbd></button>
            ${file.status === 'open'
              ? html`<button type="button" class="button plain" @click=${() => void this.#resolve()}>${t('case.resolve')} <kbd aria-hidden="true">e</kbd></button>`
              : html`<button type="button" class="button plain" @click=${() => void this.#work('reopen')}>${t('case.reopen')}</button>`}`
        : nothing}
    </div>`;
  }

  /** The rule that the newest report names, else the house rule of the queue. */
  #suggested(): string {
    const whole = this.#case.value;
    const named = whole?.timeline.filter(one => one.type === 'reported').map(one => one.details['rule'] as { rule?: string } | undefined).findLast(one => one?.rule);
    const byQueue: Record<string, string> = { spam: 'spam', legal: 'illegal', violation: 'abuse' };
    return named?.rule ?? byQueue[whole?.case.category ?? ''] ?? 'other';
  }

  async #further(shown: readonly Entry[]) {
    const first = shown[0]?.number ?? 1;
    try {
      const page = await desk.whole(this.subject, undefined, Math.max(0, first - 1 - PAGE));
      this.earlier = [...page.timeline.filter(one => one.number < first), ...shown];
      this.people = { ...this.people, ...page.people };
    } catch (failure) {
      failed(failure);
    }
  }

  #timeline(whole: WholeCase) {
    const newest = whole.timeline[0]?.number ?? 1;
    const shown = [...this.earlier.filter(one => one.number < newest), ...whole.timeline];
    return html`<section aria-labelledby="timeline-heading"><h2 id="timeline-heading">${t('case.timeline')}</h2>
      ${(shown[0]?.number ?? 1) > 1 ? html`<button type="button" class="button plain small" @click=${() => void this.#further(shown)}>${t('case.earlier')}</button>` : nothing}
      <ol class="timeline">${shown.map(one => entry(one, { ...this.people, ...whole.people }))}</ol>
      ${may('work-on-cases')
        ? html`<form class="say" @submit=${this.#say}>
            <gw-field name="said" type="select" .label=${t('case.say')} .value=${this.said} .options=${SAID.filter(one => one !== 'forward' || parts(this.subject).kind === 'account').map(one => [one, t(`case.say.${one}`)] as const)}
              @change=${(event: Event) => (this.said = (event.target as HTMLSelectElement).value as typeof this.said)}></gw-field>
            <gw-field name="words" type="textarea" .rows=${3} .label=${t('case.say.text')} .help=${t(`case.say.${this.said}.help`)} .value=${this.words} .maxlength=${5000}
              @input=${(event: Event) => (this.words = (event.target as HTMLTextAreaElement).value)}></gw-field>
            <gw-answers @gw-answer=${(event: CustomEvent<string>) => (this.words = [this.words.trim(), event.detail].filter(Boolean).join('\n\n'))}></gw-answers>
            <button class="button plain" ?disabled=${!this.words.trim()}>${t('case.say.send')}</button>
          </form>`
        : nothing}
    </section>`;
  }
}
customElements.define('gw-case', GwCase);
