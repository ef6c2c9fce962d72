#!/usr/bin/env node
'use strict';
/* The command of the local cloud. It builds what is stale first, so that a fresh clone just works. */

async function main() {
  const { ensureBuilt } = await import('../scripts/build.mjs');
  await ensureBuilt(['emulator']);
  const { run } = require('../dist/emulator/cli.js');
  await run(process.argv.slice(2));
}

main().catch((error) => {
  console.error(`The local cloud could not be built: ${error.message}`);
  process.exitCode = 1;
});
