/** What the page says, in English and Chinese. */

const texts = {
  noTitle: { en: 'Local cloud', zh: '本地云' },
  clock: { en: 'Virtual time', zh: '虚拟时间' },
  offline: {
    en: 'No connection to the local cloud. Trying again…',
    zh: '与本地云的连接已断开，正在重试…',
  },
  other: { en: '中文', zh: 'English' },
  introTitle: { en: 'Watch it happen', zh: '看一遍就明白' },
  intro: {
    en: 'This is a real shop on your own computer: real functions, virtual WeChat. Press “Next step”, then look at the phone and at the credits.',
    zh: '这是跑在您电脑上的真实店铺：云函数是真的，微信是模拟的。点“下一步”，再看手机和额度的变化。',
  },
  start: { en: '{count} steps, two minutes', zh: '共 {count} 步，约两分钟' },
  progress: { en: 'Step {step} of {count}', zh: '第 {step} 步，共 {count} 步' },
  next: { en: 'Next step', zh: '下一步' },
  playing: { en: 'Playing…', zh: '进行中…' },
  retry: { en: 'Try again', zh: '重试' },
  end: { en: 'The end', zh: '演示结束' },
  all: { en: 'Play all', zh: '全部播放' },
  pause: { en: 'Pause', zh: '暂停' },
  restart: { en: 'Start again', zh: '重新开始' },
  steps: { en: 'All steps', zh: '全部步骤' },
  done: { en: 'done', zh: '已完成' },
  noStoryTitle: { en: 'The local cloud is running', zh: '本地云已启动' },
  noStory: {
    en: 'This project has no story.json, so there is nothing to play. The phones and credits fill when somebody calls the API below. docs/local-cloud.md says how, and how to write a story.',
    zh: '这个项目没有 story.json，所以没有可以播放的步骤。调用下面的接口后，手机和额度会显示在这里。用法和故事的写法见 docs/local-cloud.md。',
  },
  phones: { en: 'Phones', zh: '手机' },
  whose: { en: 'Whose phone', zh: '谁的手机' },
  cards: { en: 'Service notifications', zh: '服务通知' },
  user: { en: 'User {number}', zh: '用户 {number}' },
  cardCount: { en: '{count} cards', zh: '{count} 张卡片' },
  noUsers: { en: 'No users yet', zh: '还没有用户' },
  noCards: { en: 'No notices yet', zh: '还没有通知' },
  template: { en: 'template message', zh: '模板消息' },
  subscribe: { en: 'subscribe message', zh: '订阅消息' },
  tokens: { en: 'Credits, as WeChat counts them', zh: '微信账上的额度' },
  watched: { en: 'Shop’s books', zh: '店铺账本' },
  nothing: { en: 'Nothing yet', zh: '暂无' },
  log: { en: 'What runs', zh: '运行记录' },
  form: { en: 'Tap', zh: '点击' },
  payment: { en: 'Payment', zh: '付款' },
  subscription: { en: '“Allow”', zh: '授权' },
  unpaid: { en: 'not paid yet: no message', zh: '未付款，不能发' },
  usable: { en: 'usable', zh: '可用' },
  used: { en: 'used up', zh: '已用完' },
  expired: { en: 'expired', zh: '已过期' },
  uses: { en: '{used} of {granted} used', zh: '已用 {used} / {granted}' },
  left: { en: '{time} left', zh: '剩 {time}' },
  endless: { en: 'no end', zh: '长期有效' },
  days: { en: '{days} d {hours} h', zh: '{days} 天 {hours} 小时' },
  hours: { en: '{hours} h {minutes} min', zh: '{hours} 小时 {minutes} 分' },
  timer: { en: 'Timer', zh: '定时任务' },
  payCallback: { en: 'WeChat Pay', zh: '微信支付' },
  wechat: { en: 'WeChat', zh: '微信' },
  delivered: { en: 'card to {name}', zh: '卡片送达{name}' },
  refused: { en: 'refuses ({code})', zh: '拒绝（{code}）' },
  failed: { en: 'failed', zh: '失败' },
  api: { en: 'HTTP API', zh: 'HTTP 接口' },
  apiText: {
    en: 'Everything on this page is an HTTP call. Send JSON; docs/local-cloud.md has examples.',
    zh: '本页的一切都是 HTTP 调用，请求体为 JSON，示例见 docs/local-cloud.md。',
  },
};

const KEY = 'language';
const stored = localStorage.getItem(KEY);
const preferred = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
let current = stored === 'en' || stored === 'zh' ? stored : preferred;

/** `en` or `zh`: the one chosen before, else the browser's. */
export const language = () => current;

export function switchLanguage() {
  current = current === 'en' ? 'zh' : 'en';
  localStorage.setItem(KEY, current);
}

/** The text of `{en, zh}` in the current language. */
export const choose = (both) => both[current];

/** A text of the page, with its `{names}` filled. */
export const say = (key, values = {}) =>
  choose(texts[key]).replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name]));

const china = (options) =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', ...options });
const dayAndTime = china({ month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const timeOfDay = china({ hour: '2-digit', minute: '2-digit' });
const withSeconds = china({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = {
  en: new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }),
  zh: china({ month: 'long', day: 'numeric', weekday: 'short' }),
};

/** A time in China, as on a phone: `1月31日 16:00`. */
export const phoneDate = (ms) => dayAndTime.format(ms);
/** `16:00` */
export const hourAndMinute = (ms) => timeOfDay.format(ms);
/** A full time in China in the current language. */
export const fullTime = (ms) => `${day[current].format(ms)} ${withSeconds.format(ms)}`;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in words, rounded down to hours or minutes. */
export function span(ms) {
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  return days > 0 ? say('days', { days, hours }) : say('hours', { hours, minutes });
}
