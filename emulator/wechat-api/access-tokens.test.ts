import { createRandom } from '../wechat/random';
import { createAccessTokens } from './access-tokens';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2019-11-20T00:00:00Z');
const account = { appid: 'wx0123456789abcdef', secret: 'a-secret' };
const good = { grantType: 'client_credential', appid: account.appid, secret: account.secret };

function createOffice(secret: { secret?: string } = { secret: account.secret }) {
  let now = START;
  const clock = { now: () => now };
  const tokens = createAccessTokens({ appid: account.appid, ...secret }, clock, createRandom());
  return { tokens, later: (ms: number) => void (now += ms) };
}

/** The token of an answer; fails if there is none. */
const tokenIn = (answer: object): string => {
  expect(answer).toHaveProperty('token');
  return (answer as { token: string }).token;
};

test('a classic token lives for two hours', () => {
  const { tokens, later } = createOffice();
  const answer = tokens.fetchClassic(good);
  const token = tokenIn(answer);
  expect(answer).toMatchObject({ expiresIn: 7200 });
  later(7200 * SECOND - 1);
  expect(tokens.examine(token)).toBe(0);
  later(1);
  expect(tokens.examine(token)).toBe(42001);
});

test('a second classic token ends the first after five minutes', () => {
  const { tokens, later } = createOffice();
  const first = tokenIn(tokens.fetchClassic(good));
  const second = tokenIn(tokens.fetchClassic(good));
  expect(second).not.toBe(first);
  later(5 * MINUTE - 1);
  expect([tokens.examine(first), tokens.examine(second)]).toEqual([0, 0]);
  later(1);
  expect([tokens.examine(first), tokens.examine(second)]).toEqual([40001, 0]);
});

test('the stable token stays the same until its last five minutes; both are valid then', () => {
  const { tokens, later } = createOffice();
  const first = tokenIn(tokens.fetchStable(good, false));
  later(115 * MINUTE - 1);
  expect(tokens.fetchStable(good, false)).toEqual({ token: first, expiresIn: 300 });
  later(1);
  const second = tokenIn(tokens.fetchStable(good, false));
  expect(second).not.toBe(first);
  expect([tokens.examine(first), tokens.examine(second)]).toEqual([0, 0]);
  later(5 * MINUTE);
  expect([tokens.examine(first), tokens.examine(second)]).toEqual([42001, 0]);
});

test('a forced stable token ends the one before at once', () => {
  const { tokens } = createOffice();
  const first = tokenIn(tokens.fetchStable(good, false));
  const second = tokenIn(tokens.fetchStable(good, true));
  expect([tokens.examine(first), tokens.examine(second)]).toEqual([40001, 0]);
});

test('the two kinds do not touch each other', () => {
  const { tokens, later } = createOffice();
  const stable = tokenIn(tokens.fetchStable(good, false));
  const classic = tokenIn(tokens.fetchClassic(good));
  tokens.fetchClassic(good);
  later(6 * MINUTE);
  expect([tokens.examine(stable), tokens.examine(classic)]).toEqual([0, 40001]);
  const next = tokenIn(tokens.fetchClassic(good));
  tokens.fetchStable(good, true);
  later(6 * MINUTE);
  expect([tokens.examine(stable), tokens.examine(next)]).toEqual([40001, 0]);
});

test('a forced refresh twenty times a day, thirty seconds apart', () => {
  const { tokens, later } = createOffice();
  tokenIn(tokens.fetchStable(good, true));
  later(30 * SECOND - 1);
  expect(tokens.fetchStable(good, true)).toEqual({ errcode: 45011 });
  for (let i = 1; i < 20; i++) {
    later(30 * SECOND);
    tokenIn(tokens.fetchStable(good, true));
  }
  later(30 * SECOND);
  expect(tokens.fetchStable(good, true)).toEqual({ errcode: 45009 });
  tokenIn(tokens.fetchStable(good, false));
  later(16 * 60 * MINUTE); // midnight in China
  tokenIn(tokens.fetchStable(good, true));
});

test('2000 classic tokens a day; one that is not given out ends none', () => {
  const { tokens, later } = createOffice();
  for (let i = 1; i < 2000; i++) tokens.fetchClassic(good);
  const last = tokenIn(tokens.fetchClassic(good));
  expect(tokens.fetchClassic(good)).toEqual({ errcode: 45009 });
  later(6 * MINUTE);
  expect(tokens.examine(last)).toBe(0);
});

test.each([
  [{ appid: '' }, 41002],
  [{ secret: '' }, 41004],
  [{ grantType: 'password' }, 40002],
  [{ appid: 'wx9999999999999999' }, 40013],
  [{ secret: 'a-secrets' }, 40125],
])('refuses %j with %d, at both endpoints, and counts nothing', (change, errcode) => {
  const { tokens } = createOffice();
  expect(tokens.fetchClassic({ ...good, ...change })).toEqual({ errcode });
  expect(tokens.fetchStable({ ...good, ...change }, true)).toEqual({ errcode });
  expect(tokens.save()).toMatchObject({ calls: { classic: 0, stable: 0, force: 0 } });
});

test('an account without a secret gives nobody a token', () => {
  const { tokens } = createOffice({});
  expect(tokens.fetchClassic({ ...good, secret: 'undefined' })).toEqual({ errcode: 40125 });
});

test('no token, a token that nobody has given out', () => {
  const { tokens } = createOffice();
  expect(tokens.examine('')).toBe(41001);
  expect(tokens.examine('x')).toBe(40001);
});

test('the state survives a save; a reset forgets it; anything else is refused', () => {
  const { tokens } = createOffice();
  const token = tokenIn(tokens.fetchClassic(good));
  const saved: unknown = JSON.parse(JSON.stringify(tokens.save()));
  tokens.reset();
  expect(tokens.examine(token)).toBe(40001);
  tokens.restore(saved);
  expect(tokens.examine(token)).toBe(0);
  expect(() => tokens.restore({ classic: 1 })).toThrow('access tokens: classic');
});
