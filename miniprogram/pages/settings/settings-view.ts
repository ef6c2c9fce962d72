import type { CreditKind, MessageSettings } from '../../../cloudfunctions/contract';
import type { AskedTemplate, Choices } from '../../services/consent/asker';
import { allowanceText, isSettled } from '../../services/consent/moments';
import { shortTime } from '../../services/dates';

/** How a buyer comes to each kind of credit. */
const kindNames: Record<CreditKind, string> = {
  form: '点击获得',
  payment: '付款获得',
  subscription: '允许获得',
  longTerm: '长期有效',
};

type Waiting = MessageSettings['waiting'][number];

/** @returns the settings in words. @param kept what the user has chosen for ever, by template */
export const settingsView = (
  { credits, templates, waiting }: MessageSettings,
  kept: Choices['kept'],
) => ({
  total: credits
    .filter(({ kind }) => kind !== 'longTerm') // any number of sends
    .reduce((sum, { count }) => sum + count, 0),
  /** Taps and payments are named only where they have brought something: today they bring nothing. */
  kinds: credits
    .filter(({ kind, count }) => count > 0 || kind === 'subscription')
    .map(({ kind, count, until }) => ({
      kind,
      name: kindNames[kind],
      count,
      until: until > 0 ? `${shortTime(until)} 起到期` : '',
    })),
  templates: templates.map((template) => ({
    templateId: template.templateId,
    title: template.title,
    text: kept[template.templateId] === 'reject' ? '你选择了不再接收' : allowanceText(template),
    allowed: isSettled(template),
    asked: [template],
  })),
  waiting: waiting.map((message, index) => ({
    index,
    title: message.title,
    text: `${shortTime(message.since)} · ${whyItWaits(message)}`,
    asked: askedFor(message, templates, kept),
    hasSettings: message.reason === 'user-rejected',
  })),
});

function whyItWaits({ reason, templateId }: Waiting): string {
  if (reason === 'user-rejected') return '你在微信里拒收了这类消息';
  if (reason === 'channel-off') return '这类消息暂停发送，恢复后会发给你';
  return templateId === '' ? '有了发送额度就发给你' : '允许后马上发给你';
}

/** What a tap can do for a message that waits: nothing if only the settings page can, or nobody. */
function askedFor(
  { reason, templateId, title }: Waiting,
  templates: readonly AskedTemplate[],
  kept: Choices['kept'],
): AskedTemplate[] {
  if (templateId === '' || reason === 'channel-off' || kept[templateId] === 'reject') return [];
  const known = templates.find((template) => template.templateId === templateId);
  return [known ?? { templateId, title, longTerm: false }];
}
