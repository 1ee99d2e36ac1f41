import type { Catalogue } from '../shell/words.ts';

/** What a reader chooses. */
const words: Catalogue = {
  'labels.title': 'What labels do for you',
  'labels.about': 'Moderators and others put labels on posts and accounts. Choose what each does for you. It holds wherever you read at this server, nobody else sees it, and it moves with you. What moderators hide stays hidden.',
  'labels.empty': 'Nobody labels anything at this server yet.',
  'labels.empty.first': 'As soon as there are labels, you choose here what they do.',
  'labels.of.instance': 'Labels of this server, {owner}',
  'labels.of.labeler': 'Labels of {owner}, which this server shows',
  'labels.of.network': 'Labels in the network {owner}',
  'labels.of.gone': 'Labels that you no longer meet here',
  'labels.choice.default': 'As intended ({effect})',
  'labels.choice.hide': 'Hide',
  'labels.choice.warn': 'Warn me first',
  'labels.choice.ignore': 'Ignore',
  'labels.effect.inform': 'its name is shown',
  'labels.effect.blur': 'media blurred',
  'labels.effect.warn': 'behind a warning',
  'labels.effect.hide': 'hidden',
  'labels.saved': 'Saved. It holds from now on.',
};

export default words;
