import type { PhoneGlobals } from '../protocol';
import { startPhone } from './boot';
import { installClock } from './clock';
import { showProblems } from './problems';
import { wxsGlobals } from './wxs';

/** The browser's side of the phone; `app.js`, which comes next, calls one of these. */
const globals: PhoneGlobals = { startPhone, showCompileProblems: showProblems };

installClock();
Object.assign(globalThis, wxsGlobals, globals);
