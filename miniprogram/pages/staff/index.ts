import type { CreditKind, MessageView } from '../../../cloudfunctions/contract';
import { call } from '../../services/cloud/cloud';
import { allowanceText, loadTemplates, type ShopTemplate } from '../../services/consent/moments';
import { credits } from '../../services/credits/credits';
import { loadPictures } from '../../services/goods';
import { actAlone, loadInto, refresh } from '../../services/loading';
import { shown, type ShownMessage } from '../../services/messages';
import { confirmed } from '../../services/notices';
import { cardOf, type OrderCard } from '../../services/orders';
import { desk } from '../../services/desk';
import { channelsOf } from './channels';
import { numbersOf, tabs, type Tab } from './numbers';

type TabEvent = WechatMiniprogram.BaseEvent<WechatMiniprogram.IAnyObject, { tab: Tab }>;
type ShipEvent = WechatMiniprogram.BaseEvent<WechatMiniprogram.IAnyObject, { sn: string }>;
type ParcelEvent = WechatMiniprogram.CustomEvent<{ carrier: string; trackingNo: string }>;
type MessageEvent = WechatMiniprogram.CustomEvent<{ id: string }>;
type SwitchEvent = WechatMiniprogram.BaseEvent<
  WechatMiniprogram.IAnyObject,
  { kind: CreditKind; scene: string; off: boolean }
>;

const start: { tab: Tab } = { tab: 'orders' };

Page({
  data: {
    state: 'loading',
    tabs,
    ...start,
    numbers: numbersOf({ backlogAgeMs: 0, states: {}, reasons: {} }, 0),
    orders: [] as OrderCard[],
    messages: [] as ShownMessage[],
    channels: channelsOf([]),
    /** How many of them are off. */
    stopped: 0,
    reminders: [] as ShopTemplate[],
    reminderHint: '',
    /** The order whose form is open. */
    shipping: '',
    problem: '',
    busy: false,
  },

  onShow() {
    return this.load();
  },

  onPullDownRefresh() {
    return refresh(() => this.load());
  },

  load(): Promise<void> {
    const { tab } = this.data;
    return loadInto(this, async () => {
      const [status, { orders }, messages, { stops }, reminders, pictures] = await Promise.all([
        desk({ action: 'status' }),
        desk({ action: 'orders', state: 'paid' }),
        messagesOf(tab),
        desk({ action: 'channels' }),
        loadTemplates('desk'),
        loadPictures(),
      ]);
      if (tab !== this.data.tab) return undefined; // another tab was chosen meanwhile, and loads itself
      return {
        numbers: numbersOf(status, orders.length),
        orders: orders.map((order) => cardOf(order, pictures)),
        messages: messages.map(shown),
        channels: channelsOf(stops),
        stopped: stops.length,
        reminders,
        reminderHint: reminders.map(allowanceText).join(),
      };
    });
  },

  async onAnswered() {
    await credits.flush(); // what was allowed just now counts already
    await this.load();
  },

  onTab({ currentTarget }: TabEvent) {
    return this.open(currentTarget.dataset.tab);
  },

  onStopped() {
    return this.open('channels');
  },

  open(tab: Tab) {
    this.setData({ tab, state: 'loading', shipping: '' });
    return this.load();
  },

  onOpenShip({ currentTarget }: ShipEvent) {
    this.setData({ shipping: currentTarget.dataset.sn });
  },

  onShip({ detail }: ParcelEvent) {
    return this.alone('已发货', async () => {
      await call('shipOrder', { sn: this.data.shipping, ...detail });
      this.setData({ shipping: '' });
    });
  },

  onResend({ detail }: MessageEvent) {
    return this.alone('已重发', () => desk({ action: 'redrive', id: detail.id }));
  },

  onCancel({ detail }: MessageEvent) {
    return this.alone('已取消', () => desk({ action: 'cancel', id: detail.id }));
  },

  async onSwitch({ currentTarget }: SwitchEvent) {
    const { kind, scene, off } = currentTarget.dataset;
    if (off) await this.alone('已恢复', () => desk({ action: 'switchOn', kind, scene }));
    else if (await confirmed('停用后，这类消息会改用其他方式发送，或等到恢复。', '停用'))
      await this.alone('已停用', () => desk({ action: 'switchOff', kind, scene }));
  },

  /** One action at a time; the lists are fresh after it. */
  alone(done: string, act: () => Promise<unknown>) {
    const actAndTell = async () => {
      await act();
      void wx.showToast({ title: done, icon: 'success' });
    };
    return actAlone(this, actAndTell, () => this.load());
  },
});

/** Messages that the tab shows: those that need a decision, or those that wait for a credit. */
async function messagesOf(tab: Tab): Promise<MessageView[]> {
  if (tab === 'orders' || tab === 'channels') return [];
  const states = tab === 'waiting' ? (['waiting'] as const) : (['failed', 'unknown'] as const);
  const pages = await Promise.all(states.map((state) => desk({ action: 'messages', state })));
  return pages.flatMap((page) => page.messages).sort((a, b) => b.createdAt - a.createdAt);
}
