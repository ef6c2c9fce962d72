import { messageFor } from '../cloudfunctions/core/messages/enqueue';
import { sceneOf } from '../cloudfunctions/core/scenes/scenes';
import { paySuccess, START } from '../cloudfunctions/core/testing/bench';
import type { Card } from '../emulator/services';
import { cardsIn } from '../scripts/cards';

const messages = [
  messageFor(paySuccess('SN1', 'wang'), START),
  messageFor(paySuccess('SN2', 'li'), START),
];

const cardOf = (sn: string): Card => ({
  at: START,
  channel: 'subscribe',
  templateId: 'sub-pay-success',
  title: sceneOf('paySuccess')?.title ?? '',
  rows: [{ key: 'sn', label: '订单编号', value: sn }],
  page: '',
});

/** Inboxes of two users, and of one who has no message. */
const inboxes: Record<string, Card[]> = {
  wang: [cardOf('SN1'), cardOf('SN2')],
  li: [],
  nobody: [cardOf('SN2'), cardOf('SN3')],
};
const wechat = {
  users: () => Object.keys(inboxes).map((openid) => ({ openid, nickname: openid })),
  inbox: (openid: string) => inboxes[openid] ?? [],
};

test('a card shows the message whose key is on it, whoever has received it', () => {
  const title = sceneOf('paySuccess')?.title;
  expect(cardsIn(wechat, messages)).toEqual([
    { openid: 'wang', messageId: 'paySuccess:SN1' },
    { openid: 'wang', messageId: 'paySuccess:SN2' },
    { openid: 'nobody', messageId: 'paySuccess:SN2' },
    { openid: 'nobody', messageId: `${title} SN3` },
  ]);
});
