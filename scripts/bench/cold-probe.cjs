'use strict';
/*
 * Loads a function and calls it once, in a process that has done nothing else: node cold-probe.cjs
 * index.js. Prints the ms from here to the loaded module, to `main` having begun (the SDK is
 * initialised then), and to its answer.
 */
const { performance } = require('node:perf_hooks');

const startedAt = performance.now();
const { main } = require(process.argv[2]);
const loaded = performance.now() - startedAt;
const answer = main({}, { getRemainingTimeInMillis: () => 20_000 });
const begun = performance.now() - startedAt;
answer.then((result) => {
  const answered = performance.now() - startedAt;
  process.stdout.write(`\n${JSON.stringify({ loaded, begun, answered, ok: result.ok })}\n`);
});
