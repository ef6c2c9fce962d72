'use strict';
/*
 * The process of one cloud function. It runs `main` for one invocation after the other, never two
 * at once, because the SDKs keep the caller in `process.env`. It depends on nothing but Node and is
 * started as it stands, so it is plain CommonJS.
 *
 *   in   { id, file, event, variables, offset, info }     event is JSON; see worker.ts
 *        { offset }                                        the clock has moved meanwhile
 *   out  { type: 'loaded' }, then { type: 'done', outcome }
 *
 * After `done` it writes an end mark to stdout and stderr, so that the parent knows which lines
 * belong to which invocation, although pipes and messages overtake each other.
 */
const { performance } = require('node:perf_hooks');

const RESULT_LIMIT = 1024 * 1024;
const PER_INVOCATION = /^(WX_|TCB_|TRIGGER_SRC$)/;
const IN_CONTEXT = /^(WX_|TCB_|TRIGGER_SRC$|SCF_|TENCENTCLOUD_)/;

// Captured before the code of the function can replace them.
const send = process.send.bind(process);
const streams = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));
process.send = undefined;

/** Virtual time minus real time, in ms; comes with every invocation. */
let offset = 0;

/** `Date` follows the virtual clock; timers and `performance` stay real. */
function installVirtualDate() {
  const RealDate = Date;
  const realNow = Date.now;
  RealDate.now = function now() {
    return realNow() + offset;
  };
  const VirtualDate = new Proxy(RealDate, {
    apply: () => new RealDate(RealDate.now()).toString(),
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length > 0 ? values : [RealDate.now()], newTarget),
  });
  RealDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}

function setVariables(variables) {
  for (const key of Object.keys(process.env)) if (PER_INVOCATION.test(key)) delete process.env[key];
  Object.assign(process.env, variables);
}

function textOf(error) {
  if (typeof error === 'string') return error;
  if (!(error instanceof Error)) return JSON.stringify(error) ?? 'undefined';
  const { message } = error;
  const stack = String(error.stack);
  // Some errors of the SDK compute their message late, so that the stack does not have it.
  return stack.includes(message) ? stack : `${error.name}: ${message}\n${stack}`;
}

function load(file) {
  const loaded = require(file);
  if (typeof loaded.main === 'function') return loaded.main;
  throw new Error(
    'index.js exports no function "main". Write: exports.main = async (event, context) => { … }',
  );
}

function contextOf({ id, info }, startedAt) {
  const limit = info.timeout * 1000;
  const environment = Object.entries(process.env).filter(([key]) => IN_CONTEXT.test(key));
  return {
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () =>
      Math.max(0, Math.floor(limit - (performance.now() - startedAt))),
    memory_limit_in_mb: info.memorySize,
    time_limit_in_ms: limit,
    request_id: id,
    requestId: id,
    function_name: info.name,
    function_version: '$LATEST',
    namespace: process.env.SCF_NAMESPACE,
    environment: JSON.stringify(Object.fromEntries(environment)),
  };
}

/** A third parameter is Node's callback, which the cloud's runtime offers too. */
function call(main, event, context) {
  if (main.length < 3) return main(event, context);
  return new Promise((resolve, reject) => {
    main(event, context, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

async function run(task) {
  let main;
  try {
    main = load(task.file);
  } catch (error) {
    return { kind: 'unloadable', text: textOf(error) };
  }
  send({ type: 'loaded' });
  try {
    const context = contextOf(task, performance.now());
    const json = JSON.stringify(await call(main, JSON.parse(task.event), context));
    const bytes = json === undefined ? 0 : Buffer.byteLength(json);
    return bytes > RESULT_LIMIT ? { kind: 'tooBig', bytes } : { kind: 'returned', json };
  } catch (error) {
    return { kind: 'threw', text: textOf(error) };
  }
}

installVirtualDate();
process.on('disconnect', () => process.exit());
process.on('message', async (task) => {
  offset = task.offset;
  if (task.file === undefined) return;
  setVariables(task.variables);
  const outcome = await run(task);
  for (const write of streams) write(`\0${task.id}\n`);
  send({ type: 'done', outcome });
});
