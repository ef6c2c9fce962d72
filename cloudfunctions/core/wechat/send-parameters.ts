import type { Letter } from '../ports';

/**
 * A letter as `templateMessage.send` and `subscribeMessage.send` want it (WeChat docs of these
 * names), the same for cloud calls and for HTTPS.
 */
export const sendParameters = (letter: Letter): object => {
  const common = {
    touser: letter.touser,
    template_id: letter.templateId,
    page: letter.page,
    data: letter.data,
  };
  return letter.channel === 'template'
    ? { ...common, form_id: letter.token, emphasis_keyword: letter.emphasisKeyword }
    : { ...common, miniprogram_state: 'formal', lang: 'zh_CN' };
};
