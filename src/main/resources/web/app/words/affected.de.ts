import type { Catalogue } from '../shell/words.ts';

/** What is told to whoever a decision is about. */
const words: Catalogue = {
  'affected.title': 'Entscheidungen über dich',
  'affected.about': 'Was die Moderation dieses Servers über dein Konto oder einen Beitrag von dir entschieden hat. Es gilt nur auf diesem Server.',
  'affected.empty': 'Über dich wurde nichts entschieden.',
  'affected.empty.first': 'Ändert sich das, liest du hier, warum, und kannst widersprechen.',
  'affected.hidden': 'Auf diesem Server verborgen. Du hast es noch, und andere Server können es zeigen. Du kannst mit allem auf einen anderen Server gehen.',
  'affected.stands': 'gilt',
  'affected.over': 'gilt nicht mehr',
  'affected.back': 'Zurückgenommen: {why}',
  'affected.noreason': 'ohne Begründung',
  'affected.why': 'Was, warum und aufgrund welcher Tatsachen',
  'affected.appeal': 'Widersprechen',
  'affected.text': 'Warum das falsch ist',
  'affected.text.help': 'Jemand anderes als wer entschieden hat liest es und antwortet.',
  'affected.text.needed': 'Sag, warum: Wer antwortet, war nicht dabei.',
  'affected.send': 'Widerspruch absenden',
  'affected.sent': 'Dein Widerspruch ist bei der Moderation. Jemand anderes als wer entschieden hat antwortet.',
  'affected.appealed': 'Dein Widerspruch, {when}:',
  'affected.waits': 'Noch hat niemand geantwortet. Die Antwort liest du hier.',
  'affected.answered.true': 'Ihm wurde stattgegeben, {when}:',
  'affected.answered.false': 'Er wurde zurückgewiesen, {when}:',
  'affected.measure.warn': 'Eine Ermahnung',
  'affected.measure.label': 'Ein Kennzeichen',
  'affected.measure.content-warning': 'Hinter einer Warnung gezeigt',
  'affected.measure.sensitive': 'Medien unscharf',
  'affected.measure.refuse-media': 'Medien nicht gezeigt',
  'affected.measure.limit': 'Nur Folgenden gezeigt',
  'affected.measure.suspend': 'Verborgen',
  'affected.measure.purge': 'Verborgen, und die Kopie hier gelöscht',
};

export default words;
