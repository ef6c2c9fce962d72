import type { PhoneGlobals } from '../protocol';
import { startPhone } from './boot';
import { installClock } from './clock';
import { needDatabase } from './need-database';
import { showProblems } from './problems';
import { wxsGlobals } from './wxs';

/** The browser's side of the phone; `app.js`, which comes next, calls it. */
const globals: PhoneGlobals = { startPhone, needDatabase, showCompileProblems: showProblems };

installClock();
Object.assign(globalThis, wxsGlobals, globals);
