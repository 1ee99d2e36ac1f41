import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * A key of a page, for example `{ key: 'j', label: 'cases.key.next', act: … }`.
 *
 * @property label the key of the words for what it does
 * @property when whether it does anything just now; always when left out
 */
export type Key = { key: string; label: string; act: () => void; when?: () => boolean };

const pages: Keys[] = [];

/** The keys that do something on what is shown, the newest element's first. */
export function activeKeys(): Key[] {
  return pages.flatMap(page => page.list).filter(key => key.when?.() ?? true);
}

/**
 * Keys that work while an element is shown. Nothing happens while somebody types, or a dialog is open.
 *
 *     new Keys(this, [{ key: 'e', label: 'cases.key.resolve', act: () => this.#resolve() }]);
 */
export class Keys implements ReactiveController {
  readonly list: readonly Key[];

  constructor(host: ReactiveControllerHost, list: readonly Key[]) {
    this.list = list;
    host.addController(this);
  }

  hostConnected(): void {
    pages.unshift(this);
  }

  hostDisconnected(): void {
    pages.splice(pages.indexOf(this), 1);
  }
}

/** Whether a key that was pressed there is part of a text, or of a control that needs it. */
function typing(event: KeyboardEvent): boolean {
  const at = event.target as HTMLElement;
  return !!at.closest?.('input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable],[role=menu]') || !!document.querySelector('dialog[open]');
}

async function commands(which: 'search' | 'keys'): Promise<void> {
  const { openCommands } = await import('./gw-commands.ts');
  await openCommands(which);
}

addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    void commands('search');
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event)) {
    return;
  }
  if (event.key === '?') {
    event.preventDefault();
    void commands('keys');
    return;
  }
  const onControl = event.key === 'Enter' && (event.target as HTMLElement).closest?.('a,button,summary,[tabindex="0"]');
  const found = onControl ? undefined : activeKeys().find(one => one.key === event.key);
  if (found) {
    event.preventDefault();
    found.act();
  }
});
