import { exact, format, type Scene, shorten } from './scene';

/**
 * Every kind of notice. To add one: describe it here, give its template ids in `environments.ts`,
 * and send it with `notify(ports, { scene, key, openid, fields })`.
 *
 * Passive scenes answer something the user has just done and prefer the formId of that tap.
 * Active scenes come from the shop and prefer the prepay_id of the order.
 */
const night = { from: 22, to: 8 };
const orderPage = 'pages/orders/detail?sn={sn}';

export const scenes = {
  paySuccess: {
    title: '付款成功通知',
    fields: { goods: 'text', amount: 'fen', sn: 'text', paidAt: 'time' },
    page: orderPage,
    keywords: ['goods', 'amount', 'sn', 'paidAt'],
    emphasis: 'amount',
    subscribe: {
      thing1: shorten('goods'),
      amount2: format('amount'),
      character_string3: exact('sn'),
      time4: format('paidAt'),
    },
    credits: ['form', 'subscription', 'payment'],
    delivery: 'atMostOnce',
    usefulHours: 24,
  },
  payUnfinished: {
    title: '订单待支付提醒',
    fields: { goods: 'text', amount: 'fen', sn: 'text', createdAt: 'time' },
    page: orderPage,
    keywords: ['goods', 'amount', 'sn', 'createdAt'],
    emphasis: 'amount',
    subscribe: {
      thing1: shorten('goods'),
      amount2: format('amount'),
      character_string3: exact('sn'),
      time4: format('createdAt'),
    },
    credits: ['form', 'subscription'],
    delivery: 'atMostOnce',
    usefulHours: 2,
  },
  orderShipped: {
    title: '订单发货提醒',
    fields: { goods: 'text', carrier: 'text', trackingNo: 'text', shippedAt: 'time', sn: 'text' },
    page: orderPage,
    keywords: ['goods', 'carrier', 'trackingNo', 'shippedAt', 'sn'],
    emphasis: 'trackingNo',
    subscribe: {
      thing1: shorten('goods'),
      thing2: shorten('carrier'),
      character_string3: exact('trackingNo'),
      time4: format('shippedAt'),
      character_string5: exact('sn'),
    },
    credits: ['payment', 'subscription', 'form'],
    delivery: 'atMostOnce',
    usefulHours: 72,
  },
  receiptReminder: {
    title: '确认收货提醒',
    fields: { goods: 'text', sn: 'text', shippedAt: 'time' },
    page: orderPage,
    keywords: ['goods', 'sn', 'shippedAt'],
    emphasis: 'goods',
    subscribe: {
      thing1: shorten('goods'),
      character_string2: exact('sn'),
      time3: format('shippedAt'),
    },
    credits: ['payment', 'subscription', 'form'],
    delivery: 'atMostOnce',
    quietHours: night,
    usefulHours: 72,
  },
  shipOverdue: {
    title: '订单待发货提醒',
    fields: { sn: 'text', goods: 'text', paidAt: 'time' },
    page: orderPage,
    keywords: ['sn', 'goods', 'paidAt'],
    emphasis: 'sn',
    subscribe: {
      character_string1: exact('sn'),
      thing2: shorten('goods'),
      time3: format('paidAt'),
    },
    credits: ['subscription', 'form'],
    delivery: 'atLeastOnce',
    quietHours: night,
    usefulHours: 48,
  },
  refundSuccess: {
    title: '退款成功通知',
    fields: { goods: 'text', amount: 'fen', reason: 'text', sn: 'text' },
    page: orderPage,
    keywords: ['goods', 'amount', 'reason', 'sn'],
    emphasis: 'amount',
    subscribe: {
      thing1: shorten('goods'),
      amount2: format('amount'),
      thing3: shorten('reason'),
      character_string4: exact('sn'),
    },
    credits: ['subscription', 'payment', 'form'],
    delivery: 'atMostOnce',
    usefulHours: 72,
  },
  rechargeSuccess: {
    title: '充值成功通知',
    fields: { account: 'text', amount: 'fen', balance: 'fen', at: 'time' },
    page: 'pages/shop/index',
    keywords: ['account', 'amount', 'balance', 'at'],
    emphasis: 'amount',
    subscribe: {
      thing1: shorten('account'),
      amount2: format('amount'),
      amount3: format('balance'),
      time4: format('at'),
    },
    credits: ['form', 'subscription', 'payment'],
    delivery: 'atMostOnce',
    usefulHours: 24,
  },
  renewalSuccess: {
    title: '续费成功通知',
    fields: { service: 'text', amount: 'fen', until: 'time' },
    page: 'pages/shop/index',
    keywords: ['service', 'amount', 'until'],
    emphasis: 'until',
    subscribe: { thing1: shorten('service'), amount2: format('amount'), time3: format('until') },
    credits: ['form', 'subscription', 'payment'],
    delivery: 'atMostOnce',
    usefulHours: 24,
  },
  registrationSuccess: {
    title: '挂号成功通知',
    fields: { patient: 'text', department: 'text', doctor: 'text', at: 'time' },
    page: 'pages/shop/index',
    keywords: ['patient', 'department', 'doctor', 'at'],
    emphasis: 'at',
    subscribe: {
      name1: shorten('patient'),
      thing2: shorten('department'),
      name3: shorten('doctor'),
      time4: format('at'),
    },
    credits: ['longTerm', 'form', 'subscription', 'payment'],
    delivery: 'atLeastOnce',
    usefulHours: 24,
  },
  auditResult: {
    title: '审核结果通知',
    fields: { item: 'text', result: 'text', at: 'time', remark: 'text' },
    page: 'pages/shop/index',
    keywords: ['item', 'result', 'at', 'remark'],
    emphasis: 'result',
    subscribe: {
      thing1: shorten('item'),
      phrase2: exact('result'),
      time3: format('at'),
      thing4: shorten('remark'),
    },
    credits: ['subscription', 'payment', 'form'],
    delivery: 'atMostOnce',
    quietHours: night,
    usefulHours: 72,
  },
  courseReminder: {
    title: '开课提醒',
    fields: { course: 'text', startsAt: 'time', place: 'text' },
    page: 'pages/shop/index',
    keywords: ['course', 'startsAt', 'place'],
    emphasis: 'startsAt',
    subscribe: { thing1: shorten('course'), time2: format('startsAt'), thing3: shorten('place') },
    credits: ['longTerm', 'subscription', 'payment', 'form'],
    delivery: 'atLeastOnce',
    quietHours: night,
    usefulHours: 12,
  },
  groupBuySuccess: {
    title: '拼团成功通知',
    fields: { goods: 'text', amount: 'fen', members: 'text', sn: 'text' },
    page: orderPage,
    keywords: ['goods', 'amount', 'members', 'sn'],
    emphasis: 'goods',
    subscribe: {
      thing1: shorten('goods'),
      amount2: format('amount'),
      thing3: shorten('members'),
      character_string4: exact('sn'),
    },
    credits: ['payment', 'subscription', 'form'],
    delivery: 'atMostOnce',
    quietHours: night,
    usefulHours: 48,
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof scenes;

/** The business fields of one scene: `text` is a string, `fen` and `time` are numbers. */
export type FieldsOf<S extends SceneName> = {
  [F in keyof (typeof scenes)[S]['fields']]: (typeof scenes)[S]['fields'][F] extends 'text'
    ? string
    : number;
};

/** @returns the scene, or undefined for a name that is not in the list (an old message, say) */
export const sceneOf = (name: string): Scene | undefined =>
  Object.hasOwn(scenes, name) ? scenes[name as SceneName] : undefined;

/**
 * What the three uses of a prepay_id are planned for: at least one is kept for the shipping notice,
 * until the order has been shipped.
 */
export const paymentPlan: readonly (SceneName | 'none')[] = ['none', 'none', 'orderShipped'];
