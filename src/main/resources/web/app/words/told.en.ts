import type { Catalogue } from '../shell/words.ts';

/** What somebody is told. */
const words: Catalogue = {
  'told.title': 'Notifications',
  'told.empty': 'Nothing yet.',
  'told.empty.first': 'When somebody answers, likes or follows, or a moderator decides something about you, you read it here.',
  'told.elsewhere': 'Your notifications are at your own server, {host}.',
  'told.older': 'Older ones',
  'told.new': 'New',
  'told.somebody': 'Somebody',
  'told.see': 'See it',
  'told.see.decision': 'The decision, and how to appeal',
  'told.mention': '{who} mentioned you',
  'told.reply': '{who} answered you',
  'told.follow': '{who} follows you',
  'told.follow_request': '{who} asks to follow you',
  'told.follow_accepted': '{who} lets you follow',
  'told.like': '{who} likes your post',
  'told.boost': '{who} boosted your post',
  'told.reaction': '{who} reacted to your post: {what}',
  'told.poll_ended': 'A poll has ended',
  'told.edit': '{who} changed a post that you boosted',
  'told.quote': '{who} quoted your post',
  'told.quote_request': '{who} asks to quote your post',
  'told.move': '{who} has moved',
  'told.moderation': 'From the moderators of this server',
  'told.network': 'From a network',
};

export default words;
