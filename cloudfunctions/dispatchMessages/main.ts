import { cloudHelpers } from '../core/cloud/helpers';
import { sdk } from '../core/cloud/sdk';
import { isTimer } from '../core/handler/callers';
import { defineTimer } from '../core/handler/define';
import { dispatch } from '../core/messages/dispatch';

export const main = defineTimer(
  'dispatchMessages',
  // delayed tasks may come in crowds: helpers are for the timer
  (ports, caller) => dispatch(ports, isTimer(caller) ? cloudHelpers(sdk(), ports.log) : undefined),
  { delayed: true },
);
