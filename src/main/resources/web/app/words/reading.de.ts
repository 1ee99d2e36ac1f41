import type { Catalogue } from '../shell/words.ts';

/** Was jemand beim Lesen wählt. */
const words: Catalogue = {
  'labels.title': 'Was Kennzeichen für dich tun',
  'labels.about': 'Moderation und andere kennzeichnen Beiträge und Konten. Wähle, was jedes Kennzeichen für dich tut. Das gilt überall, wo du auf diesem Server liest, niemand sonst sieht es, und es zieht mit dir um. Was die Moderation verbirgt, bleibt verborgen.',
  'labels.empty': 'Auf diesem Server kennzeichnet noch niemand etwas.',
  'labels.empty.first': 'Sobald es Kennzeichen gibt, wählst du hier, was sie tun.',
  'labels.of.instance': 'Kennzeichen dieses Servers, {owner}',
  'labels.of.labeler': 'Kennzeichen von {owner}, die dieser Server zeigt',
  'labels.of.network': 'Kennzeichen im Netzwerk {owner}',
  'labels.of.gone': 'Kennzeichen, die dir hier nicht mehr begegnen',
  'labels.choice.default': 'Wie vorgesehen ({effect})',
  'labels.choice.hide': 'Verbergen',
  'labels.choice.warn': 'Erst warnen',
  'labels.choice.ignore': 'Nicht beachten',
  'labels.effect.inform': 'der Name wird gezeigt',
  'labels.effect.blur': 'Medien unscharf',
  'labels.effect.warn': 'hinter einer Warnung',
  'labels.effect.hide': 'verborgen',
  'labels.saved': 'Gespeichert. Es gilt ab jetzt.',
};

export default words;
