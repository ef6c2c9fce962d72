// Plain JavaScript, because jest.config.js needs it before anything is compiled.
const { spawnSync } = require('node:child_process');
const { accessSync, chmodSync, constants } = require('node:fs');
const path = require('node:path');

/** Where miniprogram-compiler keeps WeChat's template compiler for this computer. */
const PROGRAMS = {
  linux: 'linux/wcc',
  darwin: 'mac/wcc',
  win32: 'windows/wcc.exe',
};

const HELP = 'miniprogram-compiler has programs for x86-64 Linux, macOS and Windows only.';

/** Its files come without the right to be run; only their owner can give it. */
function makeRunnable(file) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

function runs(file) {
  try {
    makeRunnable(file);
    return spawnSync(file, ['-v'], { timeout: 10_000 }).error === undefined;
  } catch {
    return false;
  }
}

/**
 * Whether WeChat's template compiler runs here: the tests of pages and components need it. Without
 * it a note says that they are left out.
 * @throws Error if it does not run and REQUIRE_BROWSER=1: nothing may be left out then
 */
exports.hasCompiler = ({ REQUIRE_BROWSER } = process.env, platform = process.platform) => {
  const folder = path.dirname(require.resolve('miniprogram-compiler/package.json'));
  const program = PROGRAMS[platform];
  if (program && runs(path.join(folder, 'bin', program))) return true;
  if (REQUIRE_BROWSER === '1') throw new Error(`WeChat's template compiler does not run. ${HELP}`);
  process.stderr.write(`The tests of pages and components are left out. ${HELP}\n`);
  return false;
};
