import type { CreditKind, MessageSettings } from '../../../cloudfunctions/contract';
import { shortTime } from '../../services/dates';

/** How a buyer comes to each kind of credit. */
const kindNames: Record<CreditKind, string> = {
  form: '点击获得',
  payment: '付款获得',
  subscription: '允许获得',
};

/** @returns the settings in words */
export const settingsView = ({ credits, templates, waiting }: MessageSettings) => ({
  total: credits.reduce((sum, { count }) => sum + count, 0),
  kinds: credits.map(({ kind, count, until }) => ({
    kind,
    name: kindNames[kind],
    count,
    until: until > 0 ? `${shortTime(until)} 起到期` : '',
  })),
  templates: templates.map(({ templateId, title, open }) => ({
    templateId,
    title,
    text: open > 0 ? `还可收到 ${open} 条` : '未允许',
  })),
  waiting: waiting.map(({ title, since }, index) => ({ index, title, since: shortTime(since) })),
});
