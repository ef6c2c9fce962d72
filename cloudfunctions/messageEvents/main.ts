import { messageEvents } from '../core/events/message-events';
import { definePush } from '../core/handler/define';

export const main = definePush('messageEvents', messageEvents);
