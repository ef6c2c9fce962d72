import { defineFunction } from '../core/handler/define';
import { nothing } from '../core/handler/schemas';
import { messageSettings } from '../core/users/message-settings';

export const main = defineFunction('messageSettings', nothing, (call) =>
  messageSettings(call, call.openid),
);
