/** @jest-environment jsdom */
import { startPhone, until } from '../../testing/phone';

const render = (state: string) =>
  startPhone().render('components/message-card/message-card', {
    message: {
      id: 'm1',
      title: '发货提醒',
      state,
      stateText: '未送达',
      reason: '内容有误',
      facts: '用户 o…',
    },
  });

test('an ended message is sent again', async () => {
  const card = render('failed');
  expect(card.text()).toContain('发货提醒未送达内容有误用户 o…');
  expect(card.all('.cancel')).toEqual([]);
  const resent = card.heard('resend');
  card.tap('.resend');
  await until(() => expect(resent).toEqual([{ id: 'm1' }]));
});

test('a waiting one is cancelled', async () => {
  const card = render('waiting');
  expect(card.all('.resend')).toEqual([]);
  const cancelled = card.heard('cancel');
  card.tap('.cancel');
  await until(() => expect(cancelled).toEqual([{ id: 'm1' }]));
});
