import type { Catalogue } from '../shell/words.ts';

const words: Catalogue = {
  'commands.title': 'Go to, do, or find',
  'commands.placeholder': 'A page, something to do, a name, an address…',
  'commands.none': 'Nothing is called so.',
  'commands.account': 'Account',
  'commands.case': 'Case',
  'commands.post': 'Post',
  'commands.keys': 'Keys on this page',
  'commands.open': 'Go to, do, or find',
  'commands.help': 'Show these keys',
  'commands.close': 'Close what is open',
};

export default words;
