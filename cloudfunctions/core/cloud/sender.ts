import { NONE } from '../words';
import type { Outcome, Sender } from '../ports';
import { NOT_CONNECTED, provesNothing, provesUnsent } from '../wechat/errors';
import { sendParameters } from '../wechat/send-parameters';
import type { Sdk } from './sdk';

/**
 * Sends through cloud calls: the cloud manages the credentials. The SDK's conversion of names is
 * off, because it would reach into the card's data and break a 19-digit msgid.
 */
export function cloudSender(sdk: Sdk): Sender {
  return {
    async send(letter) {
      try {
        const api = sdk.openapi({ convertCase: false });
        const channel = letter.channel === 'template' ? api.templateMessage : api.subscribeMessage;
        const { msgid } = await channel.send(sendParameters(letter));
        return { type: 'answered', errCode: 0, msgid: msgid?.toString() ?? NONE };
      } catch (error) {
        return outcomeOf(error as SdkError);
      }
    },
  };
}

/** Whatever the SDK throws, as far as we read it. */
interface SdkError {
  errCode?: number | string;
  code?: string;
  message?: string;
}

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * What an error of the SDK says about a send. Its -1 has two meanings: WeChat's "system busy", whose
 * text begins with `errCode:`, and a network failure, which carries Node's `code`.
 */
export function outcomeOf(error: SdkError): Outcome {
  const detail = error.message ?? '';
  const errCode = Number(error.errCode ?? -1);
  if (!Number.isFinite(errCode)) return { type: 'lost', detail };
  if (errCode === -1 && !detail.startsWith('errCode:')) {
    const unsent = neverConnected.has(error.code ?? '');
    return unsent ? { type: 'unsent', errCode: NOT_CONNECTED, detail } : { type: 'lost', detail };
  }
  if (provesUnsent(errCode)) return { type: 'unsent', errCode, detail };
  if (provesNothing(errCode)) return { type: 'lost', detail };
  return { type: 'answered', errCode, msgid: NONE, detail };
}
