import { defineTimer } from '../core/handler/define';
import { remindShipping } from '../core/orders/remind';

export const main = defineTimer('remindShipping', remindShipping);
