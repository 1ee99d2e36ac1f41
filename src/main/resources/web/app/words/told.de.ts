import type { Catalogue } from '../shell/words.ts';

/** What somebody is told. */
const words: Catalogue = {
  'told.title': 'Mitteilungen',
  'told.empty': 'Noch nichts.',
  'told.empty.first': 'Wenn jemand antwortet, etwas mag oder dir folgt, oder wenn die Moderation etwas über dich entscheidet, liest du es hier.',
  'told.elsewhere': 'Deine Mitteilungen sind auf deinem eigenen Server, {host}.',
  'told.older': 'Ältere',
  'told.new': 'Neu',
  'told.somebody': 'Jemand',
  'told.see': 'Ansehen',
  'told.see.decision': 'Die Entscheidung, und wie du widersprichst',
  'told.mention': '{who} hat dich erwähnt',
  'told.reply': '{who} hat dir geantwortet',
  'told.follow': '{who} folgt dir',
  'told.follow_request': '{who} möchte dir folgen',
  'told.follow_accepted': 'Du folgst jetzt {who}',
  'told.like': '{who} mag deinen Beitrag',
  'told.boost': '{who} hat deinen Beitrag geteilt',
  'told.reaction': '{who} hat auf deinen Beitrag reagiert: {what}',
  'told.poll_ended': 'Eine Umfrage ist zu Ende',
  'told.edit': '{who} hat einen Beitrag geändert, den du geteilt hast',
  'told.quote': '{who} hat deinen Beitrag zitiert',
  'told.quote_request': '{who} möchte deinen Beitrag zitieren',
  'told.move': '{who} ist umgezogen',
  'told.moderation': 'Von der Moderation dieses Servers',
  'told.network': 'Aus einem Netzwerk',
};

export default words;
