const { default: Sequencer } = require('@jest/test-sequencer');

/** Files that take a minute or more. Begun last, one of them would keep a core waiting at the end. */
const LONG =
  /tests\/(kill-table-\w+|browser\/(console|shop|shop-messages|phone-runtime|story-current))\.test\.ts$/;

/** The long files first, the kill tables before the browsers; a fresh clone knows no durations. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => (!LONG.test(path) ? 2 : path.includes('browser') ? 1 : 0);
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
};
