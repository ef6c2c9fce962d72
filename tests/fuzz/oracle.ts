/** What a function has to answer, said once more and by other words than its own. */
import * as v from 'valibot';
import type { Callers } from '../../cloudfunctions/core/handler/main';
import type { ErrorCode } from '../../cloudfunctions/contract';
import type { Attack } from './attacks';
import { functions } from './functions';
import { KEEPER } from './shop-world';

/** Nothing that a caller does may make a bug, or look like a cloud that does not answer. */
const codes: Exclude<ErrorCode, 'INTERNAL' | 'UNAVAILABLE'>[] = [
  'INVALID_ARGUMENT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'LIMITED',
  'PAYMENT_FAILED',
];

/** A request that is refused with one of these has changed nothing. */
const idle = new Set<string>([
  'INVALID_ARGUMENT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'LIMITED',
]);
export const isIdle = (code: string): boolean => idle.has(code);

const failure = v.strictObject({
  ok: v.literal(false),
  error: v.strictObject({
    code: v.picklist(codes),
    message: v.pipe(v.string(), v.minLength(10), v.maxLength(301)),
  }),
});
const success = v.strictObject({ ok: v.literal(true), data: v.looseObject({}) });
const answer = v.union([failure, success]);
const answers: Record<Callers, v.GenericSchema> = {
  user: answer,
  staff: answer,
  timer: answer,
  function: answer,
  push: v.union([failure, v.literal('success')]),
  payment: v.union([
    v.strictObject({ errcode: v.literal(0), errmsg: v.literal('') }),
    v.strictObject({
      errcode: v.literal(1),
      errmsg: v.pipe(v.string(), v.regex(new RegExp(`^(${codes.join('|')}): .{10,301}$`))),
    }),
  ]),
};

/** @returns whether an answer is one that callers of this kind may get */
export const isAnswer = (callers: Callers, given: unknown): boolean =>
  v.is(answers[callers], given);

/** @returns the code that a call was refused with, `''` if it was not */
export function codeOf(given: unknown): string {
  const { error, errmsg = '' } = given as { error?: { code: string }; errmsg?: string };
  return error?.code ?? errmsg.split(':')[0] ?? '';
}

/** @returns the code that a call has to be refused with; `''` if that depends on what is stored */
export function refusalFor(attack: Attack): string {
  const { main, openid } = attack;
  const unwanted = refusedCaller(attack);
  if (unwanted !== '') return unwanted;
  if (main.callers !== 'push' && !isOfTheForm(attack)) return 'INVALID_ARGUMENT';
  return main.callers === 'staff' && openid !== KEEPER ? 'FORBIDDEN' : '';
}

/** Whom a function has to refuse whatever he sends. */
function refusedCaller({ main, openid, source }: Attack): string {
  const chain = source.split(',');
  const isUser = openid !== '' && /^wx_(client|devtools)$/.test(chain[0] ?? '');
  const isKnown = /(^|,)wx_(client|devtools|http|trigger|paycallback)(,|$)/.test(source);
  const isTask = main === functions.get('dispatchMessages') && openid === '' && !isKnown;
  const isOurs = openid === '' && /^wx_trigger(,scf)+$/.test(source);
  const mayCall: Record<Callers, boolean> = {
    user: isUser,
    staff: isUser,
    timer: source === 'wx_trigger' || isTask,
    function: isOurs,
    push: !isKnown,
    payment: source === 'wx_paycallback',
  };
  if (mayCall[main.callers]) return '';
  return main.callers === 'user' || main.callers === 'staff' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
}

/** Whether the event is of the documented form: what the platform adds to it is no part of it. */
function isOfTheForm({ main, event }: Attack): boolean {
  if (!main.schema) return true;
  const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
  if (!isObject) return v.is(main.schema, event ?? {});
  const { userInfo: _, tcbContext: __, ...request } = event as Record<string, unknown>;
  return v.is(main.schema, request);
}
