import type { Catalogue } from '../shell/words.ts';

const words: Catalogue = {
  'commands.title': 'Hingehen, tun oder finden',
  'commands.placeholder': 'Eine Seite, etwas zu tun, ein Name, eine Adresse …',
  'commands.none': 'Nichts heißt so.',
  'commands.account': 'Konto',
  'commands.case': 'Fall',
  'commands.post': 'Beitrag',
  'commands.keys': 'Tasten auf dieser Seite',
  'commands.open': 'Hingehen, tun oder finden',
  'commands.help': 'Diese Tasten zeigen',
  'commands.close': 'Schließen, was offen ist',
};

export default words;
