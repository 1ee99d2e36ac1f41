import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Doing } from '../../shell/doing.ts';
import { Load } from '../../shell/load.ts';
import { t } from '../../shell/words.ts';
import '../../parts/gw-dialog.ts';
import '../../parts/gw-field.ts';
import { toast } from '../../parts/gw-toast.ts';
import { hand, type Text } from '../rules/model.ts';
import { addressed, type Filters } from './filters.ts';

type Saving = { name: string; shared: boolean };

/** Filters that somebody saved under a name, for themselves or for all. */
export class SavedQueues {
  readonly #host: ReactiveControllerHost;
  readonly #filters: () => Filters;
  readonly #queues: Load<Text[]>;
  readonly #doing: Doing;
  #saving: Saving | undefined;

  /** @param filters those of now, which can be saved */
  constructor(host: ReactiveControllerHost, filters: () => Filters) {
    this.#host = host;
    this.#filters = filters;
    this.#queues = new Load(host, signal => hand.all('queues', signal).then(answer => answer.texts));
    this.#doing = new Doing(host);
  }

  /** Asks under which name to save. */
  start(): void {
    this.#doing.clear();
    this.#put({ name: '', shared: false });
  }

  #put(saving: Saving | undefined) {
    this.#saving = saving;
    this.#host.requestUpdate();
  }

  async #save(event: Event) {
    event.preventDefault();
    const saving = this.#saving;
    const text = addressed(this.#filters()).toString();
    if (saving && (await this.#doing.run(() => hand.put('queues', { name: saving.name.trim(), text, shared: saving.shared })))) {
      this.#put(undefined);
      await this.#queues.run();
      toast({ text: t('cases.queue.saved', { name: saving.name.trim() }) });
    }
  }

  /** Each as a link; the one that is shown is marked. */
  links(): TemplateResult | typeof nothing {
    const queues = this.#queues.value ?? [];
    const now = addressed(this.#filters()).toString();
    return queues.length
      ? html`<nav class="saved small" aria-label=${t('cases.queues')}>${queues.map(one => html`<a href="/staff/cases?${one.text}" dir="auto" aria-current=${one.text === now ? 'page' : nothing}>${one.name}</a>`)}
          <a class="soft" href="/staff/hand">${t('cases.queues.edit')}</a></nav>`
      : nothing;
  }

  /** Where the name is asked for. */
  dialog(): TemplateResult {
    return html`<gw-dialog .open=${!!this.#saving} heading=${t('cases.queue.save')} @gw-close=${() => this.#put(undefined)} .body=${() => this.#saving && this.#form(this.#saving)}></gw-dialog>`;
  }

  #form(saving: Saving) {
    return html`<form @submit=${(event: Event) => void this.#save(event)}>
      <gw-field name="queue" .label=${t('cases.queue.name')} .value=${saving.name} .maxlength=${64} @input=${(event: Event) => this.#put({ ...saving, name: (event.target as HTMLInputElement).value })}></gw-field>
      <gw-field name="shared" type="checkbox" .label=${t('cases.queue.shared')} .checked=${saving.shared} @change=${(event: Event) => this.#put({ ...saving, shared: (event.target as HTMLInputElement).checked })}></gw-field>
      ${this.#doing.problem ? html`<p class="form-error" role="alert">${this.#doing.problem}</p>` : nothing}
      <div class="actions"><button class="button" ?disabled=${this.#doing.busy || !saving.name.trim()}>${t('domains.save')}</button></div>
    </form>`;
  }
}
