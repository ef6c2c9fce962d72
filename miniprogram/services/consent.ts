import type { MessageSettings } from '../../cloudfunctions/contract';
import { failureOf } from './cloud/call-error';
import { credits } from './credits/credits';
import { newId } from './ids';

/** How a consent sheet was left. `off` means that WeChat's settings forbid to ask. */
export type ConsentOutcome = 'allowed' | 'refused' | 'off' | 'failed';

/** Old versions of WeChat ask for three templates at most. */
const MAX_ASKED = 3;

/** @returns the ids of the templates that are worth asking for in one sheet */
export const askable = (templates: MessageSettings['templates']): string[] =>
  templates.slice(0, MAX_ASKED).map((template) => template.templateId);

/**
 * Asks for permission to send. WeChat only allows it inside a tap: call it first in the handler of
 * the tap, with template ids that are loaded already. The answers are reported by themselves.
 */
export async function askConsent(tmplIds: string[]): Promise<ConsentOutcome> {
  try {
    const answers = answersIn(await wx.requestSubscribeMessage({ tmplIds }), tmplIds);
    credits.consent(newId(), answers);
    return Object.values(answers).some((answer) => answer.startsWith('accept'))
      ? 'allowed'
      : 'refused';
  } catch (thrown) {
    return failureOf(thrown).errCode === 20004 ? 'off' : 'failed';
  }
}

/** Success carries one field for each template, beside its `errMsg`. */
function answersIn(
  result: Record<string, unknown>,
  tmplIds: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    tmplIds.flatMap((id) => (typeof result[id] === 'string' ? [[id, result[id]]] : [])),
  );
}

const sentences: Record<ConsentOutcome, string> = {
  allowed: '已开启提醒',
  refused: '未开启，可在设置中允许',
  off: '请先在设置中打开消息',
  failed: '暂时无法开启，请稍后再试',
};

/** Says how it went; where WeChat's settings forbid to ask, it offers to open them. */
export async function showConsent(outcome: ConsentOutcome): Promise<void> {
  if (outcome !== 'off') {
    await wx.showToast({
      title: sentences[outcome],
      icon: outcome === 'allowed' ? 'success' : 'none',
    });
    return;
  }
  const { confirm } = await wx.showModal({
    title: '消息已关闭',
    content: '你在微信里关闭了本店的消息，打开后才能收到发货提醒。',
    confirmText: '去打开',
  });
  if (confirm) await wx.openSetting({ withSubscriptions: true });
}
