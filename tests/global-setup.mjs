import { ensureBuilt } from '../scripts/build.mjs';

/** The functions and pages that the tests run are built once, before any of them. */
export default () => ensureBuilt(['functions', 'pages']);
