import type { AccountDefinition, Caller, LocalEvent, Scheduler, WeChat } from '../services';
import { defaultSettings, type Settings, type Switches } from '../settings';
import type { RandomBytes } from './random';
import { createWeChat, type WeChatOptions } from './wechat';

/** 2019-11-20 08:00:00 in Asia/Shanghai. */
export const START = Date.parse('2019-11-20T00:00:00Z');
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A scheduler whose time moves only when a test says so. */
export interface FakeScheduler extends Scheduler {
  /** Moves the time on and runs what falls due, in order, each at its own time. */
  advance(ms: number): Promise<void>;
  /** Times of the tasks that are waiting. */
  waiting(): number[];
}

export const createFakeScheduler = (start = START): FakeScheduler => {
  let now = start;
  let tasks: { time: number; task: () => Promise<void> }[] = [];
  return {
    now: () => now,
    at: (time, _label, task) => {
      const entry = { time, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((other) => other !== entry);
      };
    },
    waiting: () => tasks.map(({ time }) => time),
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        const next = tasks.filter(({ time }) => time <= end).toSorted((a, b) => a.time - b.time)[0];
        if (!next) break;
        tasks = tasks.filter((other) => other !== next);
        now = Math.max(now, next.time);
        await next.task();
      }
      now = end;
    },
  };
};

/** Different bytes at every call, the same in every run. */
const createFakeBytes = (): RandomBytes => {
  let seed = 1;
  return (size) =>
    Uint8Array.from({ length: size }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 16) & 0xff;
    });
};

export const account: AccountDefinition = {
  env: 'local-shop',
  appid: 'wx0123456789abcdef',
  subMchIds: ['1900000109'],
  pages: ['pages/index/index', 'pages/order/detail'],
  templates: [
    {
      templateId: 'TPL-shipped',
      title: '订单发货提醒',
      keywords: [
        { key: 'keyword1', label: '订单号', example: '2019' },
        { key: 'keyword2', label: '物品', example: '茶' },
      ],
    },
  ],
  users: [],
  variables: {},
  pushes: {},
  sensitiveWords: ['赌博'],
  subscribeTemplates: [
    {
      templateId: 'SUB-shipped',
      title: '发货通知',
      keywords: [
        { key: 'character_string1', label: '单号', example: 'SF1' },
        { key: 'thing3', label: '物品', example: '茶' },
      ],
    },
    { templateId: 'SUB-twin', title: '发货通知', keywords: [] },
    { templateId: 'SUB-course', title: '上课提醒', keywords: [] },
    {
      templateId: 'SUB-visit',
      title: '复诊提醒',
      type: 'longTerm',
      keywords: [
        { key: 'thing1', label: '科室', example: '儿科' },
        { key: 'enum2', label: '结果', example: '通过', values: ['通过', '未通过'] },
      ],
    },
  ],
};

export interface Bench {
  wechat: WeChat;
  scheduler: FakeScheduler;
  events: Omit<LocalEvent, 'at'>[];
  /** In force; a test may change them. */
  settings: Settings;
  /** Calls of functions: payment callbacks, event pushes, delayed tasks. */
  notices: { at: number; functionName: string; event: unknown; caller: Caller }[];
  /** What functions answer from now on: `{errcode: 0}`, false, this text, or nothing at all. */
  understand: (understood: boolean | 'crash' | 'success') => void;
  openid: string;
  /** Sends a template message to the bench's user; `changes` replace or (undefined) remove fields. */
  send: (formId: string, changes?: Record<string, unknown>, forced?: number) => number;
  /** Orders and gives prepay_id and payment. */
  order: (changes?: Record<string, unknown>) => OrderAnswer;
}

export interface OrderAnswer {
  answer: Record<string, unknown>;
  prepayId: string;
  payment: Record<string, unknown>;
}

const withoutAbsent = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const orderOn =
  (wechat: WeChat, openid: string) =>
  (changes: Record<string, unknown> = {}): OrderAnswer => {
    const answer = wechat.pay(
      'unifiedOrder',
      withoutAbsent({
        body: '一斤龙井',
        out_trade_no: 'T1',
        spbill_create_ip: '127.0.0.1',
        sub_mch_id: '1900000109',
        total_fee: 1990,
        env_id: 'local-shop',
        function_name: 'payDone',
        _caller: openid,
        ...changes,
      }),
    );
    const { prepay_id: prepayId, payment } = answer ?? {};
    return {
      answer: answer ?? {},
      prepayId: String(prepayId),
      payment: Object.fromEntries(Object.entries(payment ?? {})),
    };
  };

const sendOn =
  (wechat: WeChat, openid: string): Bench['send'] =>
  (formId, changes = {}, forced) => {
    const parameters = withoutAbsent({
      touser: openid,
      template_id: 'TPL-shipped',
      form_id: formId,
      data: { keyword1: { value: 'A-1' }, keyword2: { value: '龙井' } },
      ...changes,
    });
    return Number(wechat.openApi('templateMessage.send', parameters, forced)?.errcode);
  };

/** A WeChat with one user, a fake clock and a callback function that understands. */
export const createBench = (
  switches: Partial<Switches> = {},
  options: Partial<WeChatOptions> = {},
): Bench => {
  const scheduler = createFakeScheduler();
  const events: Bench['events'] = [];
  const notices: Bench['notices'] = [];
  let answer: boolean | 'crash' | 'success' = true;
  const defaults = defaultSettings();
  const settings = { ...defaults, switches: { ...defaults.switches, ...switches } };
  const wechat = createWeChat({
    scheduler,
    account,
    settings: () => settings,
    emit: (event) => events.push(event),
    invoke: async (functionName, event, caller) => {
      notices.push({ at: scheduler.now(), functionName, event, caller });
      if (answer === 'crash') throw new Error('the function crashed');
      return { result: answer === true ? { errcode: 0 } : answer, requestId: '' };
    },
    randomBytes: createFakeBytes(),
    ...options,
  });
  const { openid } = wechat.createUser();
  events.length = 0;
  return {
    wechat,
    scheduler,
    events,
    settings,
    notices,
    understand: (understood) => {
      answer = understood;
    },
    openid,
    send: sendOn(wechat, openid),
    order: orderOn(wechat, openid),
  };
};
