import { LitElement, html, nothing, svg } from 'lit';
import { state } from 'lit/decorators.js';
import { Problem } from './api.ts';
import { endSession, may, ownPage, session } from './session.ts';
import { again, go, shown, unreached, type PageElement } from './router.ts';
import { STAFF } from './places.ts';
import { paint, theme, type Theme } from './theme.ts';
import { language, speak, t, type Language } from './words.ts';
import { Watching } from './store.ts';
import '../parts/gw-menu.ts';
import '../parts/gw-notices.ts';
import '../parts/gw-state.ts';
import { failed } from '../parts/gw-toast.ts';
import type { MenuItem } from '../parts/gw-menu.ts';

/** A godwit in flight, as on the pages made by the server (bridge-activitypub, Frame). */
const MARK = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">${svg`<rect width="32" height="32" rx="8"></rect>
  <path d="M3 20.5c3.2-1.2 5.6-1.4 8-3.2L7.5 6.5C12 8 15.8 11 17.8 14.6c1-.9 2.4-1.4 3.7-1 1 .2 1.8.9 2.2 1.6L30 16l-6.2 1c-.6 2.2-2.6 3.9-5.3 4.8C13.6 23.6 7.6 23 3 20.5z"></path>`}</svg>`;

const NOWHERE = new Problem(0, 'offline', '', '');
/** What the dashboard's pages say to people who are not signed in, without asking the server. */
const NOBODY = new Problem(401, 'session', '', '');

/** The frame of every page: navigation, the page itself, messages. */
export class GwApp extends LitElement {
  @state() private online = navigator.onLine;
  #page: PageElement | undefined;

  constructor() {
    super();
    new Watching(this, shown, unreached, session, language, theme);
    addEventListener('online', () => (this.online = true));
    addEventListener('offline', () => (this.online = false));
  }

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    const staff = STAFF.filter(([, ...permissions]) => may(...permissions));
    const path = location.pathname;
    const staffed = inStaff();
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${t('shell.skip')}</a>
      ${this.online ? nothing : html`<p class="banner" role="status">${t('shell.offline')}</p>`}
      <gw-notices></gw-notices>
      <header class=${staffed ? 'bar in-staff' : 'bar'}>
        <a class="brand" href="/">${MARK}<span>${location.host}</span></a>
        <nav aria-label=${t('shell.nav')}>
          <a href="/about">${t('nav.about')}</a>
          <a href="/networks" aria-current=${path.startsWith('/networks') ? 'page' : nothing}>${t('nav.networks')}</a>
          ${staff.length ? html`<a href="/staff" aria-current=${staffed ? 'page' : nothing}>${t('nav.staff')}</a>` : nothing}
        </nav>
        ${this.#account()}
      </header>
      <div class=${staffed && staff.length ? 'with-side' : 'without-side'}>
        ${staffed && staff.length
          ? html`<nav class="side" aria-label=${t('nav.staff')}>
              ${staff.map(([to]) => html`<a href=${to} aria-current=${current(to, path) ? 'page' : nothing}>${t(to === '/staff' ? 'nav.overview' : `nav.${to.slice(1).replaceAll('/', '.')}`)}</a>`)}
            </nav>`
          : nothing}
        <main id="main" tabindex="-1">${this.#shown()}</main>
      </div>
      <gw-toast></gw-toast>
    `;
  }

  /** The page's element is kept while the same page is shown, also with another path or query. */
  #shown() {
    const page = shown.value;
    if (unreached.value) {
      return html`<gw-state .kind=${'failed'} .problem=${NOWHERE} @gw-retry=${() => void again()}></gw-state>`;
    }
    if (page === undefined) {
      return html`<gw-state .kind=${'loading'}></gw-state>`;
    }
    if (page === null) {
      this.#page = undefined;
      return html`<div class="page"><h1>${t('missing.title')}</h1><p>${t('missing.text')}</p><a class="button" href="/">${t('missing.home')}</a></div>`;
    }
    if (this.#page?.localName !== page.route.tag) {
      if (session.value === null && inStaff()) {
        return html`<h1>${t(page.route.title)}</h1><gw-state .kind=${'failed'} .problem=${NOBODY}></gw-state>`;
      }
      this.#page = document.createElement(page.route.tag);
    }
    this.#page.params = page.params;
    this.#page.query = page.query;
    return this.#page;
  }

  #account() {
    const who = session.value;
    const items: MenuItem[] = [
      ...(who
        ? [
            { label: t('nav.profile'), href: ownPage(who.account) },
            { label: t('nav.told'), href: '/notifications' },
            { label: t('nav.devices'), href: '/devices' },
            { label: t('nav.labels'), href: '/settings/labels' },
          ]
        : []),
      ...(['auto', 'light', 'dark'] as Theme[]).map(one => ({ label: t(`theme.${one}`), checked: theme.value === one, act: () => paint(one), group: t('theme') })),
      ...(['en', 'de'] as Language[]).map(one => ({ label: t(`language.${one}`), checked: language.value === one, act: () => void speak(one), group: t('language') })),
      ...(who ? [{ label: t('nav.signout'), act: () => void this.#signOut() }] : []),
    ];
    return html`<div class="bar-end">
      ${who === null ? html`<a class="button quiet" href="/sign-in">${t('signin.title')}</a>` : nothing}
      <gw-menu .label=${who ? who.account.name : t('nav.more')} .items=${items} align="end"></gw-menu>
    </div>`;
  }

  /** Where the places of the dashboard are one line, the current one is in sight. */
  #showPlace() {
    const side = this.querySelector('.side');
    const here = side?.querySelector<HTMLElement>('[aria-current]');
    if (side && here && side.scrollWidth > side.clientWidth) {
      side.scrollLeft = here.offsetLeft - (side.clientWidth - here.offsetWidth) / 2;
    }
  }

  async #signOut() {
    try {
      await endSession();
      await go('/');
    } catch (failure) {
      failed(failure);
    }
  }

  #skip(event: Event) {
    event.preventDefault();
    document.getElementById('main')?.focus();
  }

  /** Another language changes all words: every element on the page renders again, and keeps what was typed into it. */
  protected override updated() {
    this.#showPlace();
    if (document.documentElement.lang !== language.value) {
      document.documentElement.lang = language.value;
      this.querySelectorAll<LitElement>('*').forEach(element => element.requestUpdate?.());
    }
  }
}

function inStaff(): boolean {
  return location.pathname === '/staff' || location.pathname.startsWith('/staff/');
}

function current(to: string, path: string): boolean {
  return to === '/staff' ? path === '/staff' : path === to || path.startsWith(`${to}/`);
}

customElements.define('gw-app', GwApp);
