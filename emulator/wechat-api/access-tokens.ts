import * as v from 'valibot';
import { LocalCloudError } from '../errors';
import type { AccountDefinition, Clock, Stateful } from '../services';
import { chinaDay } from '../wechat/china-time';
import type { Random } from '../wechat/random';
import { type Credentials, examineCredentials } from './credentials';

/** What a token endpoint answers; `expiresIn` in seconds. */
export type TokenAnswer = { token: string; expiresIn: number } | { errcode: number };

/** Access tokens as WeChat gives them out, of two kinds that know nothing of each other. */
export interface AccessTokens extends Stateful {
  /** `GET /cgi-bin/token`: a new token; the one before goes on for five more minutes. */
  fetchClassic: (credentials: Credentials) => TokenAnswer;
  /**
   * `POST /cgi-bin/stable_token`: the same token until its last five minutes.
   * @param forced gives a new token; the one before is dead at once
   */
  fetchStable: (credentials: Credentials, forced: boolean) => TokenAnswer;
  /** @returns 0 if the token is valid, else WeChat's code: 40001, 41001 or 42001 */
  examine: (token: string) => number;
}

const MINUTE = 60_000;
/** A token lives for two hours (WeChat docs, getAccessToken). */
const LIFE = 120 * MINUTE;
/** So long goes an old classic token on, and so long before its end a stable one is renewed. */
const OVERLAP = 5 * MINUTE;
/** Between two forced refreshes (WeChat docs, getStableAccessToken). */
const FORCE_PAUSE = 30_000;

/**
 * Calls a day. The figure for classic tokens is the common one, accounts differ; the others are
 * WeChat's (docs, getStableAccessToken), whose limit for each minute is left out.
 */
const QUOTA = { classic: 2000, stable: 500_000, force: 20 };

const tokenSchema = v.object({
  token: v.string(),
  expiresAt: v.number(),
  /** Earlier than `expiresAt` if a newer token has ended it. */
  usableUntil: v.number(),
});
const stateSchema = v.object({
  classic: v.array(tokenSchema),
  stable: v.array(tokenSchema),
  day: v.string(),
  calls: v.object({ classic: v.number(), stable: v.number(), force: v.number() }),
  forcedAt: v.number(),
});
type Token = v.InferOutput<typeof tokenSchema>;
type State = v.InferOutput<typeof stateSchema>;

const emptyState = (): State => ({
  classic: [],
  stable: [],
  day: '',
  calls: { classic: 0, stable: 0, force: 0 },
  forcedAt: 0,
});

/** Makes an office that has given out nothing yet. */
export function createAccessTokens(
  account: Pick<AccountDefinition, 'appid' | 'secret'>,
  clock: Clock,
  random: Random,
): AccessTokens {
  let state = emptyState();

  /** Counts a call; tells whether the day has room for it. Days begin at midnight in China. */
  const count = (what: keyof State['calls']): boolean => {
    const day = chinaDay(clock.now());
    if (day !== state.day) Object.assign(state, { day, calls: emptyState().calls });
    state.calls[what] += 1;
    return state.calls[what] <= QUOTA[what];
  };
  const give = (kind: 'classic' | 'stable', oldOnesUntil: number): TokenAnswer => {
    const now = clock.now();
    const token = `${random.digits(2)}_${random.word(134)}`;
    const old = state[kind]
      .filter(({ expiresAt }) => now < expiresAt + LIFE)
      .map((one) => ({ ...one, usableUntil: Math.min(one.usableUntil, oldOnesUntil) }));
    state[kind] = [...old, { token, expiresAt: now + LIFE, usableUntil: now + LIFE }];
    return { token, expiresIn: LIFE / 1000 };
  };
  const force = (): TokenAnswer => {
    const now = clock.now();
    // which code a repetition within the pause gets is not known
    if (now < state.forcedAt + FORCE_PAUSE) return { errcode: 45011 };
    if (!count('force')) return { errcode: 45009 };
    state.forcedAt = now;
    return give('stable', now);
  };

  return {
    fetchClassic(credentials) {
      const errcode = examineCredentials(account, credentials);
      if (errcode !== 0) return { errcode };
      return count('classic') ? give('classic', clock.now() + OVERLAP) : { errcode: 45009 };
    },
    fetchStable(credentials, forced) {
      const errcode = examineCredentials(account, credentials);
      if (errcode !== 0) return { errcode };
      if (!count('stable')) return { errcode: 45009 };
      if (forced) return force();
      const last = state.stable.at(-1);
      const left = last ? last.expiresAt - clock.now() : 0;
      if (!last || left <= OVERLAP) return give('stable', clock.now() + OVERLAP);
      return { token: last.token, expiresIn: Math.floor(left / 1000) };
    },
    examine(token) {
      if (token === '') return 41001;
      const known = [...state.classic, ...state.stable].find((one) => one.token === token);
      return known ? codeOf(known, clock.now()) : 40001;
    },
    save: () => structuredClone(state),
    restore: (saved) => void (state = readState(saved)),
    reset: () => void (state = emptyState()),
  };
}

function codeOf({ expiresAt, usableUntil }: Token, now: number): number {
  if (now < usableUntil) return 0;
  return usableUntil < expiresAt ? 40001 : 42001;
}

function readState(saved: unknown): State {
  const { success, output, issues } = v.safeParse(stateSchema, saved);
  if (success) return structuredClone(output);
  const [issue] = issues;
  throw new LocalCloudError(
    'BAD_REQUEST',
    `This is no saved state of the access tokens: ${v.getDotPath(issue) ?? 'state'}: ` +
      `${issue.message}. Restore only what was saved by the same version.`,
  );
}
