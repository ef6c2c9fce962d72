import { defineTimer } from '../core/handler/define';
import { dispatch } from '../core/messages/dispatch';

export const main = defineTimer('dispatchMessages', dispatch, { delayed: true });
