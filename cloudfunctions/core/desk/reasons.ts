/**
 * Sentences for every reason, for the back office and the docs only: functions that send do not
 * load them.
 */
const sentences: Readonly<Record<string, { en: string; zh: string }>> = {
  none: { en: 'It has not been tried yet.', zh: '尚未发送。' },
  sent: { en: 'WeChat has accepted it.', zh: '微信已接收。' },
  'no-credit': {
    en: 'The user has no credit for it now; it goes out at the next tap or consent.',
    zh: '用户当前没有可用的发送额度，下次点击或授权后自动发送。',
  },
  'no-answer': {
    en: 'WeChat did not answer. Nobody can know yet whether it was delivered.',
    zh: '微信没有应答，暂时无法确定是否送达。',
  },
  'in-doubt': {
    en: 'WeChat was busy. Nobody can know yet whether it was delivered.',
    zh: '微信系统繁忙，暂时无法确定是否送达。',
  },
  'spent-meanwhile': {
    en: 'The credit is used up, which does not prove that this message was delivered.',
    zh: '额度已被用掉，但无法证明这条消息已送达。',
  },
  'credit-refused': {
    en: 'WeChat refused the credit (expired, unpaid or withdrawn); the next one is tried.',
    zh: '微信拒绝了这个额度（过期、未支付或已取消），将尝试下一个。',
  },
  'credit-spent': { en: 'The credit was used up before.', zh: '额度此前已被用完。' },
  'user-rejected': {
    en: 'The user has switched this notice off in the settings; it goes out if they allow it again.',
    zh: '用户在设置中关闭了这类提醒，重新允许后自动发送。',
  },
  'message-bad': {
    en: 'WeChat does not take the content or the page. Correct the scene, then send it again.',
    zh: '微信不接受内容或跳转页面，请修正场景后重发。',
  },
  'not-delivered': {
    en: 'WeChat accepted it and reported later that it could not be delivered.',
    zh: '微信接收后又通知投递失败。',
  },
  'user-bad': {
    en: 'WeChat does not know this user in this mini-program.',
    zh: '微信不认识这个用户（openid 不属于本小程序）。',
  },
  'template-bad': {
    en: 'The template id is wrong or deleted. Correct environments.ts, then send it again.',
    zh: '模板 ID 错误或已删除，请修正 environments.ts 后重发。',
  },
  'channel-stopped': {
    en: 'WeChat has stopped this kind of message for the account.',
    zh: '微信已停止本账号发送此类消息。',
  },
  'channel-gone': {
    en: 'WeChat no longer offers this kind of message.',
    zh: '微信已下线此类消息接口。',
  },
  'channel-off': {
    en: 'Every way to send it is switched off; it goes out when one is switched on again.',
    zh: '可用的发送方式都已停用，重新启用后自动发送。',
  },
  'staff-stop': { en: 'Staff have switched it off.', zh: '店员已停用。' },
  wait: { en: 'WeChat asks to wait: a limit is reached.', zh: '达到微信限额，稍后自动发送。' },
  'token-stale': { en: 'The access token was stale.', zh: 'access_token 已失效。' },
  misconfigured: {
    en: 'A permission or a setting is missing. A new permission takes ten minutes to work.',
    zh: '缺少权限或配置；新增权限约十分钟后生效。',
  },
  transient: { en: 'A passing failure; it is tried again.', zh: '暂时失败，稍后自动重试。' },
  'too-many-tries': { en: 'It was tried too often without success.', zh: '多次尝试均未成功。' },
  'too-late': {
    en: 'It would no longer make sense to the user.',
    zh: '对用户已无意义，不再发送。',
  },
  'no-time': {
    en: 'The run had no time left; the next one goes on.',
    zh: '本次运行时间不足，下次继续。',
  },
  unwell: {
    en: 'WeChat is not answering. This message has not left; it is tried again in a minute.',
    zh: '微信暂时没有应答，本条未发出，一分钟后再试。',
  },
  night: { en: 'It is night; it goes out in the morning.', zh: '夜间不打扰，早上发送。' },
  redriven: { en: 'Staff have sent it again.', zh: '店员已重新发送。' },
  staff: { en: 'Staff have cancelled it.', zh: '店员已取消。' },
  shipped: { en: 'The order was shipped meanwhile.', zh: '订单已发货，不再提醒。' },
  paid: { en: 'The order was paid meanwhile.', zh: '订单已支付，不再提醒。' },
  received: { en: 'The buyer has confirmed receipt.', zh: '买家已确认收货，不再提醒。' },
  refunded: { en: 'The order was refunded.', zh: '订单已退款，不再通知。' },
  cancelled: { en: 'The order was cancelled.', zh: '订单已取消，不再通知。' },
};

/** @returns the sentences for a reason; the reason itself if it has none */
export const explain = (reason: string): { en: string; zh: string } =>
  sentences[reason] ?? { en: reason, zh: reason };

/** Every reason that has sentences, for the tests. */
export const knownReasons = (): string[] => Object.keys(sentences);
