import { cloudHelpers } from '../core/cloud/helpers';
import { defineTimer } from '../core/handler/define';
import { dispatch } from '../core/messages/dispatch';

export const main = defineTimer(
  'dispatchMessages',
  (ports) => dispatch(ports, cloudHelpers(ports.log)),
  { delayed: true },
);
