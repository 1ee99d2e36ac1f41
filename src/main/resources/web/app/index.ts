import './shell/shell.css';
import './shell/gw-app.ts';
import { route } from './shell/router.ts';
import { refreshSession } from './shell/session.ts';
import { paintKept } from './shell/theme.ts';
import { need, type Words } from './shell/words.ts';
import * as account from './account/routes.ts';
import * as affected from './affected/routes.ts';
import * as reading from './reading/routes.ts';
import * as overview from './staff/overview/routes.ts';
import * as network from './network/routes.ts';
import * as start from './start/routes.ts';
import * as told from './told/routes.ts';
import * as desk from './staff/desk/routes.ts';
import * as rules from './staff/rules/routes.ts';
import './parts/keys.ts';

const words: Words = { en: () => import('./words/en.ts'), de: () => import('./words/de.ts') };

// Each part's routes.ts: its pages, its words (loaded with the first of its pages) and, by import, its style sheet.
const parts = [start, account, affected, told, reading, network, desk, rules, overview];

paintKept();
// All that the first page needs is asked for at once.
const ready = Promise.all([need(words).then(() => document.body.append(document.createElement('gw-app'))), refreshSession()]);
await route(parts, ready);
