import type { Catalogue } from '../shell/words.ts';

/** What is told to whoever a decision is about. */
const words: Catalogue = {
  'affected.title': 'Decisions about you',
  'affected.about': 'What moderators of this server decided about your account or a post of yours. It holds on this server only.',
  'affected.empty': 'Nothing was decided about you.',
  'affected.empty.first': 'If that changes, you read here why, and can appeal.',
  'affected.hidden': 'Hidden on this server. You still have it, and other servers may show it. You can go to another server with everything.',
  'affected.stands': 'holds',
  'affected.over': 'holds no more',
  'affected.back': 'Taken back: {why}',
  'affected.noreason': 'no reason was given',
  'affected.why': 'What, why, and on which facts',
  'affected.appeal': 'Appeal',
  'affected.text': 'Why this is wrong',
  'affected.text.help': 'Somebody else than who decided reads it and answers.',
  'affected.text.needed': 'Say why: whoever answers was not there.',
  'affected.send': 'Send the appeal',
  'affected.sent': 'Your appeal is with the moderators. Somebody else than who decided answers it.',
  'affected.appealed': 'You appealed {when}:',
  'affected.waits': 'Nobody has answered yet. You read the answer here.',
  'affected.answered.true': 'It was granted {when}:',
  'affected.answered.false': 'It was turned down {when}:',
  'affected.measure.warn': 'A warning',
  'affected.measure.label': 'A label',
  'affected.measure.content-warning': 'Shown behind a warning',
  'affected.measure.sensitive': 'Media blurred',
  'affected.measure.refuse-media': 'Media not shown',
  'affected.measure.limit': 'Shown to followers only',
  'affected.measure.suspend': 'Hidden',
  'affected.measure.purge': 'Hidden, and the copy here deleted',
};

export default words;
