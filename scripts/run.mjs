/** Builds what is stale and runs one of the scripts: `node scripts/run.mjs demo [options]`. */
import { createRequire } from 'node:module';
import { ensureBuilt } from './build.mjs';

const [name, ...rest] = process.argv.slice(2);
await ensureBuilt(['functions', 'emulator', name]);
process.argv = [process.argv[0], name, ...rest];
createRequire(import.meta.url)(`../dist/scripts/${name}.js`);
