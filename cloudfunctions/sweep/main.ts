import { defineTimer } from '../core/handler/define';
import { sweep } from '../core/desk/sweep';

export const main = defineTimer('sweep', sweep);
