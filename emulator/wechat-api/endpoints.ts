import type { WeChat } from '../services';
import type { Random } from '../wechat/random';
import type { AccessTokens, TokenAnswer } from './access-tokens';
import { codeAnswer } from './answers';
import { type ApiRequest, bodyOf, queryText } from './request';

/** What the endpoints work with. */
export interface Tools {
  tokens: AccessTokens;
  wechat: Pick<WeChat, 'openApi' | 'takeOff'>;
  random: Random;
  /** Whether the caller's address is in the account's white list. */
  isListed: () => boolean;
}

/** The answer's JSON, and the token that it was about. */
export interface Worked {
  answer: Record<string, unknown>;
  token: string;
}

export interface Endpoint {
  /** As faults and events name it: the name of the cloud call, `token` or `stable_token`. */
  apiName: string;
  methods: ('GET' | 'POST')[];
  run: (tools: Tools, request: ApiRequest, wanted: Wanted) => Worked;
}

/** What injected faults want of a call, as codes of WeChat. */
export interface Wanted {
  forced: number | undefined;
  failsLater: number | undefined;
}

/** WeChat's HTTP API as far as the local cloud has it, by path (WeChat docs). */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/token': {
    apiName: 'token',
    methods: ['GET'],
    run: (tools, request, { forced }) =>
      giveToken(tools, forced, () =>
        tools.tokens.fetchClassic({
          grantType: queryText(request, 'grant_type'),
          appid: queryText(request, 'appid'),
          secret: queryText(request, 'secret'),
        }),
      ),
  },
  '/cgi-bin/stable_token': {
    apiName: 'stable_token',
    methods: ['POST'],
    run: (tools, request, { forced }) =>
      giveToken(tools, forced, () => {
        const body = bodyOf(request);
        if (typeof body === 'number') return { errcode: body };
        const { grant_type: grantType, appid, secret, force_refresh: force } = body;
        const credentials = {
          grantType: textOf(grantType),
          appid: textOf(appid),
          secret: textOf(secret),
        };
        return tools.tokens.fetchStable(credentials, force === true);
      }),
  },
  '/cgi-bin/message/wxopen/template/send': cloudCall('templateMessage.send', ['POST']),
  '/cgi-bin/message/subscribe/send': cloudCall('subscribeMessage.send', ['POST']),
  '/cgi-bin/wxopen/template/list': cloudCall('templateMessage.getTemplateList', ['POST']),
  '/wxaapi/newtmpl/gettemplate': cloudCall('subscribeMessage.getTemplateList', ['GET', 'POST']),
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function giveToken(
  { random, isListed }: Tools,
  forced: number | undefined,
  fetch: () => TokenAnswer,
): Worked {
  const refused = (code: number): Worked => ({ answer: codeAnswer(code, random), token: '' });
  if (forced) return refused(forced);
  if (!isListed()) return refused(40164);
  const given = fetch();
  if ('errcode' in given) return refused(given.errcode);
  const { token, expiresIn } = given;
  return { answer: { access_token: token, expires_in: expiresIn }, token };
}

/** With these WeChat refuses a call for its token, before it looks at anything else. */
const aboutToken = new Set([40001, 40014, 41001, 42001]);

/** The same API as a cloud call, with a token instead of the cloud's own credentials. */
function cloudCall(apiName: string, methods: Endpoint['methods']): Endpoint {
  const run: Endpoint['run'] = ({ tokens, wechat, random }, request, wanted) => {
    const token = queryText(request, 'access_token');
    const worked = (answer: Record<string, unknown>): Worked => ({ answer, token });
    const refused = (code: number): Worked => worked(codeAnswer(code, random));
    const { forced, failsLater } = wanted;
    const code = forced && aboutToken.has(forced) ? forced : tokens.examine(token);
    if (code !== 0) return refused(code);
    const parameters = request.method === 'GET' ? {} : bodyOf(request);
    if (typeof parameters === 'number') return refused(parameters);
    const answer = wechat.openApi(apiName, parameters, forced, failsLater);
    return worked(answer ?? codeAnswer(40066, random));
  };
  return { apiName, methods, run };
}
