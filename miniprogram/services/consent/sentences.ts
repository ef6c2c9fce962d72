import type { ConsentOutcome, ConsentResult } from './asker';

const sentences: Record<ConsentResult, string> = {
  accepted: '已允许',
  rejected: '没有允许，需要时再点一次',
  settled: '你选择了不再接收这类消息',
  off: '你在微信里关闭了本店的消息',
  barred: '微信暂时不能发送这类消息',
  again: '没能打开，请再点一次',
  offline: '网络不给力，请再点一次',
  busy: '',
  failed: '暂时无法开启，请稍后再试',
};

/** @returns how a consent sheet was left, in words; empty if there is nothing to say */
export const consentSentence = ({
  result,
  accepted,
}: Pick<ConsentOutcome, 'result' | 'accepted'>): string =>
  accepted > 1 ? `已允许 ${accepted} 项` : sentences[result];

/** @returns whether only WeChat's settings page can change it */
export const needsSettings = (result: ConsentResult): boolean =>
  result === 'settled' || result === 'off';
