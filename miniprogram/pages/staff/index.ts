import type { MessageView } from '../../../cloudfunctions/contract';
import { call } from '../../services/cloud/cloud';
import { sentenceOf } from '../../services/cloud/sentences';
import { loadPictures } from '../../services/goods';
import { shown, type ShownMessage } from '../../services/messages';
import { showProblem } from '../../services/notices';
import { cardOf, type OrderCard } from '../../services/orders';
import { desk } from '../../services/desk';
import { numbersOf, tabs, type Tab } from './numbers';

type TabEvent = WechatMiniprogram.BaseEvent<WechatMiniprogram.IAnyObject, { tab: Tab }>;
type ShipEvent = WechatMiniprogram.BaseEvent<WechatMiniprogram.IAnyObject, { sn: string }>;
type ParcelEvent = WechatMiniprogram.CustomEvent<{ carrier: string; trackingNo: string }>;
type MessageEvent = WechatMiniprogram.CustomEvent<{ id: string }>;

const start: { tab: Tab } = { tab: 'orders' };

Page({
  data: {
    state: 'loading',
    tabs,
    ...start,
    numbers: numbersOf({ backlogAgeMs: 0, states: {}, reasons: {} }, 0),
    orders: [] as OrderCard[],
    messages: [] as ShownMessage[],
    /** The order whose form is open. */
    shipping: '',
    problem: '',
    busy: false,
  },

  onShow() {
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    void wx.stopPullDownRefresh();
  },

  async load() {
    const { tab } = this.data;
    try {
      const [status, { orders }, messages, pictures] = await Promise.all([
        desk({ action: 'status' }),
        desk({ action: 'orders', state: 'paid' }),
        messagesOf(tab),
        loadPictures(),
      ]);
      if (tab !== this.data.tab) return; // another tab was chosen meanwhile, and loads itself
      this.setData({
        state: 'ready',
        numbers: numbersOf(status, orders.length),
        orders: orders.map((order) => cardOf(order, pictures)),
        messages: messages.map(shown),
      });
    } catch (error) {
      this.setData({ state: 'failed', problem: sentenceOf(error) });
    }
  },

  onTab({ currentTarget }: TabEvent) {
    this.setData({ tab: currentTarget.dataset.tab, state: 'loading', shipping: '' });
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

  /** One action at a time; the lists are fresh after it. */
  async alone(done: string, act: () => Promise<unknown>) {
    if (this.data.busy) return;
    this.setData({ busy: true });
    try {
      await act();
      void wx.showToast({ title: done, icon: 'success' });
    } catch (error) {
      showProblem(error);
    }
    await this.load();
    this.setData({ busy: false });
  },
});

/** Messages that the tab shows: those that need a decision, or those that wait for a credit. */
async function messagesOf(tab: Tab): Promise<MessageView[]> {
  if (tab === 'orders') return [];
  const states = tab === 'waiting' ? (['waiting'] as const) : (['failed', 'unknown'] as const);
  const pages = await Promise.all(states.map((state) => desk({ action: 'messages', state })));
  return pages.flatMap((page) => page.messages).sort((a, b) => b.createdAt - a.createdAt);
}
