import type { Catalogue } from '../shell/words.ts';

const words: Catalogue = {
  'commands.title': 'Gehe zu, tue oder finde',
  'commands.placeholder': 'Eine Seite, etwas zu tun, ein Name …',
  'commands.none': 'Nichts heißt so.',
  'commands.account': 'Konto',
  'commands.case': 'Fall',
  'commands.keys': 'Tasten auf dieser Seite',
  'commands.open': 'Gehe zu, tue oder finde',
  'commands.help': 'Diese Tasten zeigen',
  'commands.close': 'Schließen, was offen ist',
};

export default words;
