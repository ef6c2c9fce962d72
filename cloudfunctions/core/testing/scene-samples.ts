import type { Message } from '../words';
import { messageFor } from '../messages/enqueue';
import type { Scene } from '../scenes/scene';
import { type SceneName, scenes } from '../scenes/scenes';

/** 2026-03-04 10:00 in China. */
const at = Date.UTC(2026, 2, 4, 2, 0, 0);

/** What a field of this name may hold, as a shop would fill it in. */
const texts: Record<string, string> = {
  account: '王芳的会员卡',
  carrier: '顺丰速运',
  course: '茶艺入门',
  department: '内科',
  doctor: '李医生',
  goods: '武夷山红茶 250g ×2',
  item: '会员申请',
  members: '王芳、李雷等 3 人',
  patient: '王芳',
  place: '一号教室',
  reason: '商品缺货',
  remark: '请完善店铺信息',
  result: '通过',
  service: '年度会员',
  sn: 'HY20260304100000001',
  trackingNo: 'SF1234567890',
};

/** @returns a message of any scene with fields that a shop would fill in; for previews and tests */
export function sampleMessage(name: SceneName, now = at): Message {
  const scene: Scene = scenes[name];
  const fields = Object.entries(scene.fields).map(([field, type]) => {
    const value = { text: texts[field] ?? field, fen: 13_600, time: at }[type];
    return [field, value] as const;
  });
  return messageFor(
    { scene: name, key: 'SN1', openid: 'o', fields: Object.fromEntries(fields) },
    now,
  );
}
