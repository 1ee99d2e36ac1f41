import { LitElement, html, nothing } from 'lit';
import { api } from '../../shell/api.ts';
import { Load } from '../../shell/load.ts';
import { t } from '../../shell/words.ts';
import '../../parts/gw-table.ts';

type Setting = { name: string; value: string; given: boolean; note: string };
type Settings = { settings: Setting[]; remarks: string[] };
type Finding = { subject: string; state: 'ok' | 'warning' | 'problem'; detail: string };

/** With which settings this server runs, as `config check` says, and what `doctor` finds. */
export class GwSettings extends LitElement {
  readonly #settings = new Load<Settings>(this, signal => api.get<Settings>('/admin/v1/settings', { signal }));
  readonly #doctor = new Load<{ findings: Finding[] }>(this, signal => api.get('/admin/v1/doctor', { signal }));

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    return html`<h1>${t('settings.title')}</h1>
      <h2>${t('settings.doctor')}</h2>
      ${this.#doctor.show(({ findings }) => html`<ul class="findings">${findings.map(finding => html`<li class="finding ${finding.state}">
          <strong>${t(`settings.${finding.state}`)}</strong> <span>${finding.subject}</span> <span class="soft">${finding.detail}</span></li>`)}</ul>
        <button type="button" class="button plain" @click=${() => void this.#doctor.run()}>${t('settings.again')}</button>`)}
      <h2>${t('settings.list')}</h2>
      <p>${t('settings.text')}</p>
      ${this.#settings.show(({ settings, remarks }) => html`
        ${remarks.map(remark => html`<p class="remark">${remark}</p>`)}
        <gw-table .caption=${t('settings.list')} .rows=${settings} .key=${(setting: Setting) => setting.name} .columns=${[
          { title: t('settings.name'), cell: (setting: Setting) => html`<code>${setting.name}</code>` },
          { title: t('settings.value'), cell: (setting: Setting) => html`${setting.value}${setting.given ? nothing : html` <span class="soft">${t('settings.default')}</span>`}` },
          { title: t('settings.note'), cell: (setting: Setting) => setting.note },
        ]}></gw-table>`)}
      <p>${t('settings.more')} <a href="/staff/sign-up">${t('registrations.title')}</a></p>`;
  }
}
customElements.define('gw-settings', GwSettings);
