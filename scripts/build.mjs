/**
 * Builds what is stale: `node scripts/build.mjs [target …]`, or `ensureBuilt([...])` from a script.
 *
 *   functions  dist/functions/<name>/   one bundle per cloud function, with the SDK inside
 *   emulator   dist/emulator/           the local cloud and its command
 *   pages      dist/emulator/pages/     what it shows in a browser: the console and the phone
 *   demo       dist/scripts/            the story
 *   bench      dist/scripts/            the comparisons
 *   chaos      dist/scripts/            random histories
 *   scenes     dist/scripts/            the list of scenes
 *   docs-errors  dist/scripts/          docs/errors.md
 *   example    dist/scripts/            the server of examples/server, on the local cloud
 *   server     dist/examples/server.js  the same for a real environment
 *
 * Stale means: the content of any file that went into the build, or of this file, has changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...path) => join(root, ...path);

/** Folders of cloudfunctions/ that are deployed: those with a main.ts. */
const functionNames = () =>
  readdirSync(at('cloudfunctions')).filter((name) =>
    existsSync(at('cloudfunctions', name, 'main.ts')),
  );

const targets = {
  functions: {
    /** Files that esbuild does not see but that belong to the result. */
    extra: () => functionNames().map((name) => at('cloudfunctions', name, 'config.json')),
    results: () => functionNames().map((name) => at('dist/functions', name, 'index.js')),
    build: buildFunctions,
  },
  emulator: {
    extra: () => [at('emulator/functions/worker.cjs')],
    results: () => [at('dist/emulator/cli.js')],
    build: buildEmulator,
  },
  pages: {
    extra: () => pageFiles().map((file) => at('emulator', file)),
    results: () => pages.map(({ name }) => at('dist/emulator/pages', name, 'index.html')),
    build: buildPages,
  },
  demo: script('demo'),
  bench: script('bench'),
  chaos: script('chaos'),
  scenes: script('scenes'),
  'docs-errors': script('docs-errors'),
  example: script('example'),
  server: program('examples/server/main.ts', 'dist/examples/server.js'),
};

/** Builds the named targets unless nothing has changed since they were built. */
export async function ensureBuilt(names = ['functions', 'emulator', 'pages']) {
  for (const name of names) {
    const target = targets[name];
    if (!target)
      throw new Error(`Expected one of ${Object.keys(targets).join(', ')}, got ${name}.`);
    if (isFresh(name, target)) continue;
    await rm(stampFile(name), { force: true }); // a build that fails half way is no build
    const { metafile } = await target.build();
    await writeStamp(name, target, Object.keys(metafile.inputs));
  }
}

async function bundle(options) {
  const { build } = await import('esbuild');
  return build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    metafile: true,
    logLevel: 'warning',
    ...options,
  });
}

/**
 * Parts of the SDK that are a third of a cold start, and that wx-server-sdk reaches through `cloud.ai()` or not
 * at all (docs/decisions/0020-lean-functions.md).
 */
const leftOut = {
  'cloud.ai()': /@cloudbase[/\\]node-sdk[/\\]dist[/\\]ai[/\\]index\.js$/,
  'data models and SQL': /wxCloudClientSDK\.cjs\.js$/,
  'tickets for logins': /node_modules[/\\]jsonwebtoken[/\\]index\.js$/,
};

const leaveOut = {
  name: 'leave-out',
  setup({ onLoad, onEnd }) {
    const unseen = new Set(Object.keys(leftOut));
    for (const [part, filter] of Object.entries(leftOut)) {
      onLoad({ filter }, () => {
        unseen.delete(part);
        return { contents: substitute(part) };
      });
    }
    onEnd(() => {
      if (unseen.size === 0) return;
      throw new Error(
        `Not found in the SDK: ${[...unseen].join(', ')}. Mend "leftOut" in build.mjs.`,
      );
    });
  },
};

/** A module whose exports say, when one of them is used, why there are none. */
const substitute = (part) => `module.exports = new Proxy({}, {
  get(target, name) {
    if (name === '__esModule') return true;
    throw new Error('The bundle was built without ${part}. Take it off "leftOut" in scripts/build.mjs.');
  },
});`;

/** Not minified: a crash line stays readable, and loading is as fast (docs/decisions). */
async function buildFunctions() {
  const names = functionNames();
  await removeOthers(at('dist/functions'), names);
  const result = await bundle({
    entryPoints: names.map((name) => ({
      in: at('cloudfunctions', name, 'main.ts'),
      out: `${name}/index`,
    })),
    outdir: at('dist/functions'),
    target: 'node16',
    plugins: [leaveOut],
  });
  for (const name of names) {
    const folder = at('dist/functions', name);
    await escapeToAscii(join(folder, 'index.js'));
    await cp(at('cloudfunctions', name, 'config.json'), join(folder, 'config.json'));
    const manifest = { name, version: '1.0.0', main: 'index.js', dependencies: {} };
    await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  return result;
}

/** One Chinese comment of the SDK, and Node keeps the whole file with two bytes for each letter. */
async function escapeToAscii(file) {
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  await writeFile(file, (await readFile(file, 'utf8')).replace(/[^\0-\x7f]/g, escape));
}

async function removeOthers(folder, names) {
  await mkdir(folder, { recursive: true });
  const others = readdirSync(folder).filter(
    (name) => !name.startsWith('.') && !names.includes(name),
  );
  for (const name of others) await rm(join(folder, name), { recursive: true });
}

/** The phone's compilers stay in node_modules: they bring binaries, and only the phone loads them. */
const compilers = [
  'esbuild',
  'glass-easel-template-compiler',
  'postcss',
  'postcss-selector-parser',
];

async function buildEmulator() {
  const result = await bundle({
    entryPoints: [at('emulator/cli.ts')],
    outfile: at('dist/emulator/cli.js'),
    target: 'node20',
    alias: { mingo: at('node_modules/mingo/esm/index.js') }, // a third of the CommonJS one, once shaken
    external: compilers,
  });
  await cp(at('emulator/functions/worker.cjs'), at('dist/emulator/worker.cjs'));
  return result;
}

/** What browsers load: a script, a style, and the files beside them. */
const pages = [
  {
    name: 'console',
    entries: { console: 'console/main.tsx', style: 'console/console.css' },
    files: ['console/index.html', 'console/icon.svg'],
  },
  {
    name: 'phone',
    entries: {
      runtime: 'phone/runtime/main.ts',
      database: 'phone/runtime/database-library.ts',
      phone: 'phone/runtime/phone.css',
    },
    files: ['phone/runtime/index.html'],
  },
];

const pageFiles = () => pages.flatMap(({ files }) => files);

async function buildPages() {
  const inputs = {};
  for (const { name, entries, files } of pages) {
    const folder = at('dist/emulator/pages', name);
    const { metafile } = await bundle({
      entryPoints: Object.entries(entries).map(([out, file]) => ({
        in: at('emulator', file),
        out,
      })),
      outdir: folder,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      minify: true,
      charset: 'utf8',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    Object.assign(inputs, metafile.inputs);
    for (const file of files) await cp(at('emulator', file), join(folder, basename(file)));
  }
  return { metafile: { inputs } };
}

function script(name) {
  return program(`scripts/${name}.ts`, `dist/scripts/${name}.js`);
}

function program(entry, result) {
  const outfile = at(result);
  const entryPoints = [at(entry)];
  const build = () =>
    bundle({ entryPoints, outfile, target: 'node20', external: [...compilers, 'playwright-core'] });
  return { extra: () => [], results: () => [outfile], build };
}

/** The lock file stands for everything in node_modules. */
const always = () => [at('package-lock.json'), fileURLToPath(import.meta.url)];

const stampFile = (name) => at('dist', `${name}.stamp.json`);

function isFresh(name, target) {
  if (![stampFile(name), ...target.results()].every((file) => existsSync(file))) return false;
  const stamp = JSON.parse(readFileSync(stampFile(name), 'utf8'));
  const extra = target.extra().map((file) => relative(root, file));
  if (extra.some((file) => !(file in stamp))) return false;
  return Object.entries(stamp).every(
    ([file, hash]) => existsSync(at(file)) && hash === contentHash(at(file)),
  );
}

async function writeStamp(name, target, inputs) {
  const own = inputs.filter((file) => !file.includes('node_modules')).map((file) => at(file));
  const files = [...new Set([...own, ...target.extra(), ...always()])];
  const stamp = Object.fromEntries(files.map((file) => [relative(root, file), contentHash(file)]));
  await writeFile(stampFile(name), JSON.stringify(stamp, null, 1));
}

const contentHash = (file) => createHash('sha1').update(readFileSync(file)).digest('hex');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureBuilt(process.argv.length > 2 ? process.argv.slice(2) : undefined);
}
