import { CALL_TIMEOUT } from '../limits';
import { NONE } from '../words';
import type { Letter, Outcome, Sender } from '../ports';
import type { AccessTokens } from './access-token';
import { AccessTokenError } from './access-token-error';
import { NOT_CONNECTED, verdictOf } from './errors';
import { type Http, HttpFailure, readAnswer } from './http';
import { sendParameters } from './send-parameters';

/** What the sender works with; `api` as in `WeChatAccount`. */
export interface HttpsSenderPorts {
  http: Http;
  tokens: AccessTokens;
  api: string;
}

/**
 * Sends over HTTPS with an access token, for servers outside cloud functions. Outcomes mean the same
 * as those of the cloud calls, so that the verdicts and the ledger do.
 */
export function httpsSender(ports: HttpsSenderPorts): Sender {
  const { tokens } = ports;
  return {
    async send(letter) {
      try {
        const token = await tokens.current();
        const outcome = await attempt(ports, letter, token);
        if (!isStale(outcome)) return outcome;
        return await attemptAgain(ports, letter, await tokens.replace(token));
      } catch (error) {
        return withoutToken(error);
      }
    },
  };
}

/** WeChat looks at the token before it looks at the message: a refused one proves that nothing left. */
async function attemptAgain(ports: HttpsSenderPorts, letter: Letter, token: string) {
  const outcome = await attempt(ports, letter, token);
  if (!isStale(outcome)) return outcome;
  return {
    type: 'unsent',
    errCode: outcome.errCode,
    detail: 'The new access token is refused too.',
  } as const;
}

type Answered = Extract<Outcome, { type: 'answered' }>;

const isStale = (outcome: Outcome): outcome is Answered =>
  outcome.type === 'answered' && verdictOf(outcome.errCode) === 'token-stale';

/** Nothing has left: there is no token, or none can be read. */
function withoutToken(error: unknown): Outcome {
  const errCode =
    error instanceof AccessTokenError ? codeWithoutToken(error.errCode) : NOT_CONNECTED;
  return { type: 'unsent', errCode, detail: error instanceof Error ? error.message : 'no token' };
}

/** The token endpoints have codes that no send has: what they mean for a send is that there is no token. */
function codeWithoutToken(errCode: number): number {
  const verdict = verdictOf(errCode);
  if (errCode === NOT_CONNECTED || verdict === 'in-doubt' || verdict === 'sent') {
    return NOT_CONNECTED; // 0 comes from something between us that answers without a token
  }
  return verdict === 'transient' ? TOKEN_MISSING : errCode;
}

const TOKEN_MISSING = 41001;

const paths = {
  template: '/cgi-bin/message/wxopen/template/send',
  subscribe: '/cgi-bin/message/subscribe/send',
};

/** One request; never throws. */
async function attempt(
  { http, api }: HttpsSenderPorts,
  letter: Letter,
  token: string,
): Promise<Outcome> {
  const query = new URLSearchParams({ access_token: token });
  const url = `${api}${paths[letter.channel]}?${query.toString()}`;
  const body = JSON.stringify(sendParameters(letter));
  try {
    return outcomeOfAnswer(
      (await http({ method: 'POST', url, body, timeoutMs: CALL_TIMEOUT })).text,
    );
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

/** Only WeChat's own answer has a code; the page of a proxy says nothing about the message. */
function outcomeOfAnswer(text: string): Outcome {
  const { errcode, errmsg, msgid } = readAnswer(text) ?? {};
  if (typeof errcode !== 'number') return { type: 'lost', detail: 'This is no answer of WeChat.' };
  const detail = typeof errmsg === 'string' ? errmsg : '';
  return {
    type: 'answered',
    errCode: errcode,
    msgid: typeof msgid === 'string' ? msgid : NONE,
    detail,
  };
}

function outcomeOfFailure(error: unknown): Outcome {
  if (!(error instanceof HttpFailure)) return { type: 'lost', detail: 'the call failed' };
  if (error.connected) return { type: 'lost', detail: error.message };
  return { type: 'unsent', errCode: NOT_CONNECTED, detail: error.message };
}
