// Plain JavaScript, because jest.config.js needs it before anything is compiled.
const { accessSync, constants } = require('node:fs');
const path = require('node:path');

/** The shell without windows comes first: it draws the same pages in half the time. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

const HELP =
  'Install it (Debian: apt-get install chromium), or set CHROMIUM=/path/to/chromium or chrome.';

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The Chromium for the browser tests: the one that the variable CHROMIUM names, else the first on
 * the PATH. Without one it tells how to get it.
 * @returns its path, or undefined
 * @throws Error if CHROMIUM names none, or if there is none and REQUIRE_BROWSER=1
 */
exports.findChromium = ({ CHROMIUM, PATH = '', REQUIRE_BROWSER } = process.env) => {
  if (CHROMIUM) {
    if (isProgram(CHROMIUM)) return CHROMIUM;
    throw new Error(`CHROMIUM=${CHROMIUM} is no program. ${HELP}`);
  }
  const folders = PATH.split(path.delimiter).filter(Boolean);
  const files = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = files.find(isProgram);
  if (found) return found;
  if (REQUIRE_BROWSER === '1') throw new Error(`There is no Chromium. ${HELP}`);
  process.stderr.write(`The browser tests are left out: there is no Chromium. ${HELP}\n`);
  return undefined;
};
