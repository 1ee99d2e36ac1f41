import { LitElement, html, nothing, svg } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../shell/api.ts';
import { Load } from '../shell/load.ts';
import { session } from '../shell/session.ts';
import { Watching } from '../shell/store.ts';
import { ago, exact, t } from '../shell/words.ts';
import { toast } from '../parts/gw-toast.ts';
import { noKeys } from '../account/owners.ts';
import { say, type Act as Said, type Choice } from './acts.ts';
import { approved, changes, decisions, heirs, type Charter } from './charter.ts';
import { Evidence, recount, type Act } from './recount.ts';
import { counted, lastVersion, opened, pageOf, shows, type Count, type Opened, type Pending } from './network.ts';
import { decision, differences, succession, who } from './text.ts';

type Shown = Opened & { current: Charter | undefined; acts: Act[]; counts: Map<string, Count> };

const AGAIN = 5_000;
/** Ballots that one confirmation names; more take several. */
const BALLOTS_MOST = 12_000;

/**
 * What waits for a decision: each change in words, who has to agree, and how the vote stands, which this browser counts by itself from
 * what was signed. Whoever may agree, vote or count does so here.
 */
export class GwProposals extends LitElement {
  @property({ attribute: false }) params: Record<string, string> = {};
  @state() private busy = '';
  #evidence: Evidence | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #shown = new Load<Shown>(this, signal => this.#fetch(signal), () => this.params['did']);

  constructor() {
    super();
    new Watching(this, session);
  }

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => void this.#again(), AGAIN);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  /** Only while somebody looks, and nothing is under way. */
  async #again() {
    if (document.visibilityState === 'visible' && !this.#shown.loading && !this.busy) {
      await this.#shown.run();
    }
  }

  async #fetch(signal: AbortSignal): Promise<Shown> {
    const all = await opened(this.params['did'], signal);
    const { card } = all;
    if (!card.proposals.length || card.versions === 0) {
      return { ...all, current: undefined, acts: [], counts: new Map() };
    }
    if (this.#evidence?.network !== card.network) {
      this.#evidence = new Evidence(card.network);
    }
    const [current, acts] = await Promise.all([lastVersion(card, signal), this.#evidence.read()]);
    const counts = new Map<string, Count>();
    for (const one of card.proposals.filter(pending => pending.closes)) {
      const proposal = acts.find(act => act.hash === one.proposal);
      if (proposal) {
        counts.set(one.proposal, await recount(proposal, current.governance, acts));
      }
    }
    return { ...all, current, acts, counts };
  }

  override render() {
    return html`<h1>${t('proposals.title')}</h1>
      ${this.#shown.show(shown => this.#page(shown), { empty: shown => shown.card.proposals.length === 0 && 'proposals' })}
      <p><a href=${`${pageOf(this.params['did'] ?? '')}/edit`}>${t('proposals.edit')}</a></p>`;
  }

  #page(shown: Shown) {
    return html`<p class="lead"><a href=${pageOf(shown.card.network)} dir="auto">${shown.card.name ?? t('network.unnamed')}</a></p>
      ${shown.card.proposals.map(one => this.#proposal(one, shown))}`;
  }

  #proposal(one: Pending, shown: Shown) {
    const { current, acts, counts } = shown;
    const act = acts.find(other => other.hash === one.proposal);
    if (!current || !act) {
      return nothing;
    }
    const found = changes(current, act.map['charter'] as Charter);
    const following = heirs(one.by, current.governance);
    const needed = following ? [] : decisions(found, current.governance);
    const agreeing = following ?? (needed.some(approved) ? { heirs: current.governance.stewards, threshold: current.governance.threshold } : undefined);
    const count = counts.get(one.proposal);
    const open = one.closes !== undefined && Date.parse(one.closes) > Date.now();
    return html`<article class="proposal" data-proposal=${one.proposal}>
      <h2 dir="auto">${one.reason || t('proposals.one')}</h2>
      <p class="soft">${t('proposals.by')} ${who(one.by)} · ${t('proposals.from', { day: new Date(one.effective) })}</p>
      ${differences(found)}
      <p>${t('proposals.needs')}</p>
      <ul>
        ${following ? html`<li>${succession(following)}</li>` : needed.map(each => html`<li>${decision(each, current.governance)}</li>`)}
      </ul>
      ${one.closes ? html`<p><time datetime=${one.closes} title=${exact(one.closes)}>${t(open ? 'vote.open' : 'vote.ended', { when: ago(one.closes) })}</time></p>` : nothing}
      ${count ? this.#count(count) : nothing}
      ${open ? nothing : html`<ul class="lacks">${one.lacking.map(reason => html`<li>${t(`lacks.${reason}`)}</li>`)}</ul>`}
      ${agreeing ? this.#agreed(agreed(one, agreeing.heirs, acts), agreeing.threshold, following !== undefined) : nothing}
      ${this.#doing(one, shown, open, agreeing?.heirs ?? [])}
    </article>`;
  }

  #count(count: Count) {
    if (!count.roll.size) {
      return html`<p>${t('vote.noroll')}</p>`;
    }
    const yes = count.yes + count.waiting.yes;
    const no = count.no + count.waiting.no;
    const bar = (n: number) => Math.round((300 * n) / count.roll.size);
    return html`<svg class="tally" viewBox="0 0 300 12" width="300" height="12" role="img" aria-label=${t('vote.bar', { yes, no, voters: count.roll.size })}>
        ${svg`<rect class="all" width="300" height="12"></rect><rect class="yes" width=${bar(yes)} height="12"></rect><rect class="no" x=${300 - bar(no)} width=${bar(no)} height="12"></rect>`}
      </svg>
      <p class="tally-text" aria-live="polite">${t('vote.count', { yes, no, abstain: count.abstain + count.waiting.abstain, voters: count.roll.size })}</p>
      <p class="soft small">${t('vote.counted', { confirmed: count.yes + count.no + count.abstain, waiting: count.unconfirmed })}</p>
      <details class="small"><summary>${t('vote.recount')}</summary><p>${t('vote.recount.text')}</p>
        <p><code>godwit charter fetch ${location.origin}${pageOf(this.params['did'] ?? '')} network.ndjson</code></p>
        <p><code>godwit proposal tally network.ndjson</code></p></details>`;
  }

  #agreed(people: string[], needed: number, following: boolean) {
    return html`<p>${t(following ? 'proposals.heirs.agreed' : 'proposals.agreed', { some: people.length, needed })}
      ${people.map((one, i) => html`${i ? ', ' : ''}${who(one)}`)}</p>`;
  }

  #doing(one: Pending, { current, acts, counts, me: did, keys }: Shown, open: boolean, agreeing: string[]) {
    if (!did || !session.value) {
      return html`<a class="button plain" href="/sign-in">${t('membership.signin')}</a>`;
    }
    if (!keys || !current) {
      return html`<p class="state">${noKeys('network.nokeys')}</p>`;
    }
    const { stewards, witnesses } = current.governance;
    const mine = acts.filter(act => act.author === did && act.map['type'] === 'Ballot' && act.map['proposal'] === one.proposal);
    const last = mine.sort((a, b) => a.at - b.at).at(-1)?.map['choice'] as Choice | undefined;
    const tallied = acts.some(act => act.author === did && act.map['type'] === 'Tally' && act.map['proposal'] === one.proposal);
    const voters = counts.get(one.proposal)?.roll;
    return html`
      ${open ? (voters?.size && !voters.has(did) ? html`<p class="soft">${t('vote.unlisted')}</p>` : this.#ballot(one, last)) : nothing}
      <div class="actions">
        ${agreeing.includes(did) && !agreed(one, agreeing, acts).includes(did)
          ? this.#button(one, stewards.includes(did) ? 'proposals.agree' : 'proposals.heirs.agree', 'proposals.agree.done', [{ type: 'Approval', subject: one.charter }])
          : nothing}
        ${one.closes && !open && !tallied && (stewards.includes(did) || witnesses.includes(did))
          ? this.#button(one, 'vote.confirm', 'vote.confirm.done', [{ type: 'Tally', proposal: one.proposal, ballots: ballots(one, acts) }])
          : nothing}
      </div>`;
  }

  #ballot(one: Pending, last: Choice | undefined) {
    return html`<fieldset class="ballot">
      <legend>${t(last ? 'vote.again' : 'vote.yours')}</legend>
      <div class="actions">
        ${(['yes', 'no', 'abstain'] as const).map(
          choice => html`<button type="button" class=${last === choice ? 'button' : 'button plain'} aria-pressed=${String(last === choice)} data-choice=${choice}
            ?disabled=${this.busy !== ''} @click=${() => void this.#say(one, 'vote.done', [{ type: 'Ballot', proposal: one.proposal, choice }])}>${t(`vote.${choice}`)}</button>`,
        )}
      </div>
      <p class="soft small">${t('vote.public')}</p>
    </fieldset>`;
  }

  #button(one: Pending, key: string, done: string, acts: Said[]) {
    return html`<button type="button" class="button" ?disabled=${this.busy !== ''} @click=${() => void this.#say(one, done, acts)}>${t(key)}</button>`;
  }

  /** Says it, and waits until the server shows it. */
  async #say(one: Pending, done: string, acts: Said[]) {
    const { card } = this.#shown.value as Shown;
    this.busy = one.proposal;
    try {
      await say(session.value?.account.did as string, card.network, acts);
      await this.#shown.run();
      const there = await shows(() => counted(card));
      await this.#shown.run();
      document.dispatchEvent(new Event('gw-notices'));
      toast({ text: t(there ? done : 'network.later') });
    } catch (failure) {
      toast({ text: Problem.of(failure).said, alert: true });
    } finally {
      this.busy = '';
    }
  }
}
customElements.define('gw-proposals', GwProposals);

/** Who of these agrees to what is proposed. */
function agreed(one: Pending, people: string[], acts: Act[]): string[] {
  const signers = new Set(acts.filter(act => act.map['type'] === 'Approval' && act.map['subject'] === one.charter).map(act => act.author));
  return people.filter(person => signers.has(person));
}

/** The ballots on a proposal that are known here, in the order in which everybody lists them. */
function ballots(one: Pending, acts: Act[]): string[] {
  return acts
    .filter(act => act.map['type'] === 'Ballot' && act.map['proposal'] === one.proposal)
    .map(act => act.hash)
    .sort()
    .slice(0, BALLOTS_MOST);
}
