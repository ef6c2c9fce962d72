import * as v from 'valibot';
import { defineFunction } from '../core/handler/define';
import { sn } from '../core/handler/schemas';
import { noticePaid } from '../core/orders/notice-paid';

const schema = v.strictObject({ sn, formId: v.exactOptional(v.string()) });

export const main = defineFunction('sendTemplatePaySuccess', schema, async (call, request) => ({
  message: await noticePaid(call, call.openid, request.sn, request.formId),
}));
