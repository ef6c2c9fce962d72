import type { ConsentAnswer } from '../../protocol';
import { api, ApiFailure } from '../api';
import { askCloud } from '../bridge';
import { userIsActing } from '../gesture';
import { askConsent } from '../sheets/consent';

interface Templates {
  tmplIds: string[];
}

/** `wx.requestSubscribeMessage`: only while the user acts, one sheet at a time (wechat-domain 2.2). */
export function consentApis() {
  let open = false;
  const ask = async (tmplIds: string[]): Promise<Record<string, string>> => {
    const answer = await askCloud('consent', { tmplIds });
    if ('errCode' in answer) throw new ApiFailure(answer.errMsg, answer.errCode);
    const given = answer.ask.length === 0 ? none : await askConsent(answer.ask);
    const answers = { ...answer.answers, ...given.answers };
    return askCloud('subscribe', { answers, always: given.always });
  };
  return {
    requestSubscribeMessage: api<Templates>('requestSubscribeMessage', async ({ tmplIds }) => {
      if (!userIsActing()) throw new ApiFailure('can only be invoked by user TAP gesture.');
      if (open) throw new ApiFailure('last call has not ended');
      if (!Array.isArray(tmplIds)) throw new ApiFailure('tmplIds should be Array', 10004);
      open = true;
      try {
        return await ask(tmplIds);
      } finally {
        open = false;
      }
    }),
  };
}

const none: { answers: Record<string, ConsentAnswer>; always: boolean } = {
  answers: {},
  always: false,
};
