import * as v from 'valibot';
import { backOffice } from '../core/desk/back-office';
import { defineStaffFunction } from '../core/handler/define';
import { integer, sn, text } from '../core/handler/schemas';
import { creditKinds, messageStates, orderStates } from '../core/words';

const messageId = text(3, 120);
const limit = v.exactOptional(integer(1, 100));
const kind = v.picklist(creditKinds);
const messageState = v.picklist(messageStates);
const orderState = v.picklist(orderStates);

const schema = v.variant('action', [
  v.strictObject({ action: v.literal('status') }),
  v.strictObject({ action: v.literal('orders'), state: v.exactOptional(orderState), limit }),
  v.strictObject({ action: v.literal('messages'), state: v.exactOptional(messageState), limit }),
  v.strictObject({ action: v.literal('message'), id: messageId }),
  v.strictObject({ action: v.literal('credits'), sn }),
  v.strictObject({ action: v.literal('redrive'), id: messageId }),
  v.strictObject({ action: v.literal('cancel'), id: messageId }),
  v.strictObject({ action: v.literal('channels') }),
  v.strictObject({ action: v.literal('switchOn'), kind, scene: text(1, 40) }),
  v.strictObject({ action: v.literal('switchOff'), kind, scene: text(1, 40) }),
]);

export const main = defineStaffFunction('backOffice', schema, backOffice);
