/** Builds what is stale and runs one of the scripts: `node scripts/run.mjs demo [options]`. */
import { createRequire } from 'node:module';
import { ensureBuilt } from './build.mjs';

const [name, ...rest] = process.argv.slice(2);
const pages = name === 'bench' ? ['pages'] : [];
await ensureBuilt(['functions', 'emulator', ...pages, name]);
process.argv = [process.argv[0], name, ...rest];
createRequire(import.meta.url)(`../dist/scripts/${name}.js`);
