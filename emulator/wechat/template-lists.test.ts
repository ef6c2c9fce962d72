import { createBench } from './test-bench';

test('subscribe templates as WeChat lists them', () => {
  const answer = createBench().wechat.openApi('subscribeMessage.getTemplateList', {});
  expect(answer).toMatchObject({ errcode: 0, errmsg: 'ok' });
  expect(answer?.data).toContainEqual({
    priTmplId: 'SUB-shipped',
    title: '发货通知',
    content: '单号:{{character_string1.DATA}}\n物品:{{thing3.DATA}}\n',
    example: '单号:SF1\n物品:茶\n',
    type: 2,
  });
  expect(answer?.data).toContainEqual(
    expect.objectContaining({
      priTmplId: 'SUB-visit',
      type: 3,
      keywordEnumValueList: [{ keywordCode: 'enum2.DATA', enumValueList: ['通过', '未通过'] }],
    }),
  );
});

test('template messages by page', () => {
  const list = (parameters: Record<string, unknown>) =>
    createBench().wechat.openApi('templateMessage.getTemplateList', parameters);
  expect(list({ offset: 0, count: 20 })).toEqual({
    errcode: 0,
    errmsg: 'ok',
    list: [
      {
        template_id: 'TPL-shipped',
        title: '订单发货提醒',
        content: '订单号:{{keyword1.DATA}}\n物品:{{keyword2.DATA}}\n',
        example: '订单号:2019\n物品:茶\n',
      },
    ],
  });
  expect(list({ offset: 1, count: 20 })?.list).toEqual([]);
  expect(list({ offset: 0, count: 21 })?.errcode).toBe(40097);
});

test('an injected fault is answered instead', () => {
  const { wechat } = createBench();
  expect(wechat.openApi('subscribeMessage.getTemplateList', {}, 45009)).toMatchObject({
    errcode: 45009,
  });
});
