import type { ChannelStop, CreditKind } from '../../../cloudfunctions/contract';
import { shortTime } from '../../services/dates';
import { titleOf } from '../../services/messages';

/** What staff call a way to send, by the credit that it spends. */
const names: Record<CreditKind, string> = {
  subscription: '订阅消息（一次性）',
  longTerm: '订阅消息（长期）',
  form: '模板消息（点击）',
  payment: '模板消息（付款）',
};

const kinds = Object.keys(names) as CreditKind[];

/** As the back office writes "all scenes". */
const EVERY = '*';

/** A way to send as staff see it: on, or off with the reason. */
export interface ShownChannel {
  id: string;
  kind: CreditKind;
  scene: string;
  name: string;
  isOff: boolean;
  text: string;
  facts: string;
}

/** @returns every way to send, and below them what is off for single scenes */
export function channelsOf(stops: readonly ChannelStop[]): ShownChannel[] {
  const whole = kinds.map((kind) => {
    const stop = stops.find((one) => one.kind === kind && one.scene === EVERY);
    return stop ? stopped(stop) : running(kind);
  });
  return [...whole, ...stops.filter((one) => one.scene !== EVERY).map(stopped)];
}

const running = (kind: CreditKind): ShownChannel => ({
  id: `${kind}:${EVERY}`,
  kind,
  scene: EVERY,
  name: names[kind],
  isOff: false,
  text: '正常发送',
  facts: '',
});

function stopped({ kind, scene, errCode, at, explanation }: ChannelStop): ShownChannel {
  const why = errCode === 0 ? '' : ` · 微信错误码 ${errCode}`;
  return {
    id: `${kind}:${scene}`,
    kind,
    scene,
    name: scene === EVERY ? names[kind] : `${names[kind]}：${titleOf(scene)}`,
    isOff: true,
    text: explanation.zh,
    facts: `${shortTime(at)} 停用${why}`,
  };
}
