import { messageEvents } from '../core/events/message-events';
import { PushEvent } from '../core/events/push';
import { definePush } from '../core/handler/define';

export const main = definePush('messageEvents', PushEvent, messageEvents);
