import type { Letter } from '../ports';
import { AccessTokenError } from './access-token-error';
import { verdictOf } from './errors';
import { HttpFailure, type HttpRequest } from './http';
import { httpsSender } from './https-sender';

const letter: Letter = {
  channel: 'subscribe',
  touser: 'oUser',
  templateId: 'SUB',
  page: 'pages/a/index',
  data: { thing1: { value: '茶' } },
  token: 'none',
  emphasisKeyword: '',
};

/** A sender whose WeChat answers these texts, one after the other. */
function createStage(...answers: (string | Error)[]) {
  const requests: HttpRequest[] = [];
  const replaced: string[] = [];
  const tokens = {
    current: async () => 'T1',
    replace: async (refused: string) => {
      replaced.push(refused);
      return 'T2';
    },
  };
  const http = async (request: HttpRequest) => {
    requests.push(request);
    const answer = answers.shift() ?? '';
    if (answer instanceof Error) throw answer;
    return { status: 200, text: answer };
  };
  return { requests, replaced, tokens, http, api: 'https://api.example' };
}

const ok = '{"errcode":0,"errmsg":"ok","msgid":1700827132819554304}';
const refused = (errcode: number) => JSON.stringify({ errcode, errmsg: 'x' });

test('a subscribe message leaves with the token; its msgid keeps all digits', async () => {
  const { requests, ...stage } = createStage(ok);
  expect(await httpsSender(stage).send(letter)).toEqual({
    type: 'answered',
    errCode: 0,
    msgid: '1700827132819554304',
    detail: 'ok',
  });
  expect(requests).toMatchObject([
    {
      method: 'POST',
      url: 'https://api.example/cgi-bin/message/subscribe/send?access_token=T1',
    },
  ]);
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    touser: 'oUser',
    template_id: 'SUB',
    page: 'pages/a/index',
    data: { thing1: { value: '茶' } },
    miniprogram_state: 'formal',
    lang: 'zh_CN',
  });
});

test('a template message goes to the other address, with its formId', async () => {
  const { requests, ...stage } = createStage(ok);
  await httpsSender(stage).send({ ...letter, channel: 'template', token: 'form-1' });
  expect(requests[0]?.url).toMatch('/cgi-bin/message/wxopen/template/send?access_token=T1');
  expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({ form_id: 'form-1' });
});

test.each([
  ['WeChat refuses', refused(43101), { type: 'answered', errCode: 43101 }],
  ['WeChat is busy', refused(-1), { type: 'answered', errCode: -1 }],
  ['nobody listened', new HttpFailure(false, 'ECONNREFUSED'), { type: 'unsent', errCode: -2 }],
  ['the answer was lost', new HttpFailure(true, 'ECONNRESET'), { type: 'lost' }],
  ['something between us answered', '<html>Bad Gateway</html>', { type: 'lost' }],
  ['an answer without a code', '{}', { type: 'lost' }],
  ['anything else', new Error('what?'), { type: 'lost' }],
])('%s', async (_, answer, outcome) => {
  const { requests, ...stage } = createStage(answer);
  expect(await httpsSender(stage).send(letter)).toMatchObject(outcome);
  expect(requests).toHaveLength(1);
});

test.each([40001, 40014, 42001])('%d: another token, once, and the same letter', async (code) => {
  const { requests, replaced, ...stage } = createStage(refused(code), ok);
  expect(await httpsSender(stage).send(letter)).toMatchObject({ type: 'answered', errCode: 0 });
  expect(replaced).toEqual(['T1']);
  expect(requests.map(({ url }) => url.split('access_token=')[1])).toEqual(['T1', 'T2']);
  expect(requests[1]?.body).toBe(requests[0]?.body);
});

test('a second token that is refused proves that nothing was sent', async () => {
  const { requests, ...stage } = createStage(refused(40001), refused(42001));
  expect(await httpsSender(stage).send(letter)).toMatchObject({ type: 'unsent', errCode: 42001 });
  expect(requests).toHaveLength(2);
});

test('the second answer counts, also if it is lost', async () => {
  const { requests: _, ...stage } = createStage(refused(40001), new HttpFailure(true, 'ETIMEDOUT'));
  expect(await httpsSender(stage).send(letter)).toEqual({ type: 'lost', detail: 'ETIMEDOUT' });
});

test('without a token nothing leaves', async () => {
  const { requests, ...stage } = createStage();
  const none = async () => Promise.reject(new AccessTokenError(40164, 'white list'));
  const sender = httpsSender({ ...stage, tokens: { current: none, replace: none } });
  expect(await sender.send(letter)).toEqual({
    type: 'unsent',
    errCode: 40164,
    detail: 'white list',
  });
  const broken = async () => Promise.reject(new Error('database'));
  const other = httpsSender({ ...stage, tokens: { current: broken, replace: broken } });
  expect(await other.send(letter)).toMatchObject({ type: 'unsent', errCode: -2 });
  expect(requests).toEqual([]);
});

test.each([
  ['a wrong secret', 40125, 41001, 'misconfigured'],
  ['a code that nobody knows', 89503, 41001, 'misconfigured'],
  ['an answer without a token', 0, -2, 'transient'],
  ['the quota of the day', 45009, 45009, 'wait'],
  ['WeChat is busy', -1, -2, 'transient'],
  ['WeChat did not answer', -2, -2, 'transient'],
])('no token because of %s: %d', async (_, code, errCode, verdict) => {
  const { requests: __, ...stage } = createStage();
  const none = async () => Promise.reject(new AccessTokenError(code, 'why'));
  const sender = httpsSender({ ...stage, tokens: { current: none, replace: none } });
  expect(await sender.send(letter)).toEqual({ type: 'unsent', errCode, detail: 'why' });
  expect(verdictOf(errCode)).toBe(verdict);
});

test('without another token the refused send is unsent', async () => {
  const { requests, ...stage } = createStage(refused(40001));
  const replace = async () => Promise.reject(new AccessTokenError(40001, 'reader'));
  const sender = httpsSender({ ...stage, tokens: { ...stage.tokens, replace } });
  expect(await sender.send(letter)).toMatchObject({ type: 'unsent', errCode: 40001 });
  expect(requests).toHaveLength(1);
});
