import { LitElement, html, svg, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';

const COLOURS = ['#2f6690', '#3a7d44', '#8a4f7d', '#a4502e', '#4b5c9e', '#6b6b1f', '#9c3d54'];
const SIDE = 5;
const HALF = 3;

/** The pattern that somebody's name makes, the same as on the pages made by the server (bridge-activitypub, Portrait). */
export class GwPortrait extends LitElement {
  /** A DID, or an address that holds one, or any other name; nothing for an empty place. */
  @property() who = '';
  @state() private hash: Uint8Array | undefined;

  protected override createRenderRoot() {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('who')) {
      void this.#hashed(this.who);
    }
  }

  async #hashed(who: string) {
    const name = /did:key:z\w+/.exec(who)?.[0] ?? who;
    const hash = name ? new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name))) : undefined;
    if (who === this.who) {
      this.hash = hash;
    }
  }

  override render() {
    return html`<svg viewBox="0 0 ${SIDE} ${SIDE}" aria-hidden="true">${this.hash ? pattern(this.hash) : ''}</svg>`;
  }
}

function pattern(hash: Uint8Array) {
  const at = (i: number) => hash[i] as number;
  const colour = COLOURS[at(0) % COLOURS.length] as string;
  const squares: [x: number, y: number][] = [];
  for (let i = 0; i < SIDE * HALF; i++) {
    if (at(1 + i) & 1) {
      const [x, y] = [Math.floor(i / SIDE), i % SIDE];
      squares.push([x, y]);
      if (x < HALF - 1) {
        squares.push([SIDE - 1 - x, y]);
      }
    }
  }
  return svg`<rect width=${SIDE} height=${SIDE} fill=${colour} fill-opacity="0.18"></rect>
    ${squares.map(([x, y]) => svg`<rect x=${x} y=${y} width="1" height="1" fill=${colour}></rect>`)}`;
}

customElements.define('gw-portrait', GwPortrait);
