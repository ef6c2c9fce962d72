'use strict';
/*
 * `index.js` of a function that takes its compiled code from a file beside it, as a deployment with a
 * V8 code cache would. `node index.js write` makes that file; only the same V8 takes it.
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Module } = require('node:module');
const path = require('node:path');
const { Script } = require('node:vm');

const filename = path.join(__dirname, 'bundle.js');
const cacheFile = path.join(__dirname, 'bundle.cache');
const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
const source = Module.wrap(readFileSync(filename, 'utf8'));
const script = new Script(source, { filename, ...(cachedData && { cachedData }) });
if (script.cachedDataRejected) throw new Error(`${cacheFile} was written by another V8.`);
const bundle = { exports: {} };
script.runInThisContext()(bundle.exports, require, bundle, filename, __dirname);
exports.main = bundle.exports.main;

if (process.argv[2] === 'write') {
  const done = () => writeFileSync(cacheFile, script.createCachedData());
  exports.main({}, { getRemainingTimeInMillis: () => 20_000 }).then(done); // with what a call compiles
}
