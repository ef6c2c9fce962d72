import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { effectsOf } from '../gateway/effects';
import type { Emit, Faults } from '../services';
import type { Settings } from '../settings';
import { bytesOf, codeAnswer, masked } from './answers';
import { type Endpoint, endpoints, type Tools, type Wanted, type Worked } from './endpoints';
import { type ApiRequest, bodyOf, readRequest } from './request';

/** What the API is made from. */
export interface WeChatApiOptions extends Tools {
  faults: Pick<Faults, 'hit'>;
  /** Asked at every call, so that the latency can be changed while the local cloud runs. */
  settings: () => Settings;
  emit: Emit;
}

/** The action by which faults know these calls. */
const ACTION = 'wx.http';

/**
 * WeChat's HTTP API for programs outside the cloud: access tokens, and the sends on the same rules
 * as cloud calls. Emits `wechat.http` for every call; tokens in it are masked, secrets never there.
 * @returns a listener for everything at `BASE_PATH`
 */
export function createWeChatApi(options: WeChatApiOptions): RequestListener {
  return (incoming, response) => {
    answerTo(options, incoming).then(
      (answer) => write(response, answer),
      // the caller went away in the middle of its request
      () => response.destroy(),
    );
  };
}

/** WeChat answers 200 whatever it says; `drop`: the connection breaks without an answer. */
type Reply = { status: number; body: Buffer } | 'drop';

async function answerTo(options: WeChatApiOptions, incoming: IncomingMessage): Promise<Reply> {
  if (incoming.headers.origin !== undefined) {
    return plain(403, 'Web pages may not call this: it takes secrets, which no page may have.');
  }
  const request = await readRequest(incoming);
  if (!request) return plain(413, 'The body is larger than 1 MB.');
  const endpoint = Object.hasOwn(endpoints, request.path) ? endpoints[request.path] : undefined;
  if (!endpoint) {
    return plain(404, `There is no ${request.path}. Known: ${Object.keys(endpoints).join(', ')}.`);
  }
  return perform(options, endpoint, request);
}

const plain = (status: number, message: string): Reply => ({
  status,
  body: bytesOf({ error: { message } }),
});

/** What became of a call, for the caller and for the event stream. */
interface Outcome {
  reply: Reply;
  shown: { ok: boolean; code?: number | string; token?: string };
}

/** Works on a call and tells the event stream about it, with its real duration in ms. */
async function perform(
  options: WeChatApiOptions,
  endpoint: Endpoint,
  request: ApiRequest,
): Promise<Reply> {
  const { apiName } = endpoint;
  const startedAt = performance.now();
  const { reply, shown } = await struck(options, endpoint, request);
  const ms = Math.round(performance.now() - startedAt);
  options.emit({ type: 'wechat.http', apiName, method: request.method, ms, ...shown });
  return reply;
}

/** Works on a call after its latency, and lets the faults strike before and after. */
async function struck(
  options: WeChatApiOptions,
  endpoint: Endpoint,
  request: ApiRequest,
): Promise<Outcome> {
  const hits = options.faults.hit({ action: ACTION, apiName: endpoint.apiName });
  const { delayMs, errCode, failsLater, dropAnswer, killBefore, killAfter } = effectsOf(hits);
  const waitMs = delayMs + options.settings().latency.wechatMs;
  const onTheWay = waitMs > 0 ? await travel(options, endpoint, request, waitMs) : undefined;
  if (killBefore) return { reply: 'drop', shown: { ok: false, code: 'dropped' } };
  if (typeof errCode === 'string') {
    const reply = plain(500, `Injected fault ${errCode}`);
    return { reply, shown: { ok: false, code: errCode } };
  }
  const { answer, token } = work(options, endpoint, request, {
    forced: errCode ?? onTheWay,
    failsLater,
  });
  const code = dropAnswer || killAfter ? 'dropped' : Number(answer.errcode ?? 0);
  const reply: Reply = code === 'dropped' ? 'drop' : { status: 200, body: bytesOf(answer) };
  const shown = code === 0 ? { ok: true } : { ok: false, code };
  return { reply, shown: { ...shown, token: masked(token) } };
}

/** @returns WeChat's code if another send to the same user was on its way already */
async function travel(
  { wechat }: Tools,
  { apiName }: Endpoint,
  request: ApiRequest,
  ms: number,
): Promise<number | undefined> {
  const parameters = bodyOf(request);
  const flight = wechat.takeOff(apiName, typeof parameters === 'number' ? {} : parameters);
  await sleep(ms);
  flight.land();
  return flight.errcode;
}

function work(
  tools: Tools,
  { methods, run }: Endpoint,
  request: ApiRequest,
  wanted: Wanted,
): Worked {
  if (methods.some((method) => method === request.method)) return run(tools, request, wanted);
  const code = methods.includes('POST') ? 43002 : 43001;
  return { answer: codeAnswer(code, tools.random), token: '' };
}

function write(response: ServerResponse, reply: Reply): void {
  if (reply === 'drop') {
    response.destroy();
    return;
  }
  const { status, body } = reply;
  const type = 'application/json; encoding=utf-8';
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  response.end(body);
}
