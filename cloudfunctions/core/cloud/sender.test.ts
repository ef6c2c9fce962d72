import { outcomeOf } from './sender';

/** Errors as wx-server-sdk 4.0.2 throws them. */
const fromWeChat = (errCode: number) =>
  Object.assign(new Error(`errCode: ${errCode}  | errMsg: openapi.templateMessage.send:fail x`), {
    errCode,
  });
const fromNetwork = (code: string) =>
  Object.assign(new Error(`openapi.templateMessage.send:fail ${code}`), { errCode: -1, code });

test.each([
  ['WeChat refuses', fromWeChat(41029), { type: 'answered', errCode: 41029 }],
  ['WeChat is busy', fromWeChat(-1), { type: 'answered', errCode: -1 }],
  [
    'no permission: it never reached WeChat',
    fromWeChat(-604101),
    { type: 'unsent', errCode: -604101 },
  ],
  ['the cloud timed out', fromWeChat(-604102), { type: 'lost' }],
  ['the gateway failed', fromWeChat(-501001), { type: 'lost' }],
  ['the answer was lost', fromNetwork('ECONNRESET'), { type: 'lost' }],
  ['the SDK gave up', fromNetwork('ESOCKETTIMEDOUT'), { type: 'lost' }],
  ['nobody listened', fromNetwork('ECONNREFUSED'), { type: 'unsent' }],
  ['anything else', new Error('what?'), { type: 'lost' }],
  [
    'a code that is a text',
    Object.assign(new Error('x'), { errCode: 'SYS_ERR' }),
    { type: 'lost' },
  ],
])('%s', (_, error, outcome) => {
  expect(outcomeOf(error)).toMatchObject(outcome);
});
