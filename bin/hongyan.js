#!/usr/bin/env node
'use strict';
/* The command of the local cloud. It builds what is stale first, so that a fresh clone just works. */

const path = require('node:path');
const { parseArgs } = require('node:util');

const root = path.resolve(__dirname, '..');

/** The functions of this repository are TypeScript; another project brings its own as they are. */
function targetsFor(args) {
  const options = { project: { type: 'string', default: '.' } };
  const own = ['emulator', 'pages'];
  const { project } = parseArgs({ args, options, strict: false }).values;
  return path.resolve(String(project)) === root ? ['functions', ...own] : own;
}

async function main(args) {
  const { ensureBuilt } = await import('../scripts/build.mjs');
  await ensureBuilt(targetsFor(args));
  const { run } = require('../dist/emulator/cli.js');
  await run(args);
}

main(process.argv.slice(2)).catch((error) => {
  const how = error.code === 'ERR_MODULE_NOT_FOUND' ? ' Run "npm ci" first.' : '';
  console.error(`The local cloud could not be built: ${error.message}.${how}`);
  process.exitCode = 1;
});
