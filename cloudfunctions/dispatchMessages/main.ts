import { cloudHelpers } from '../core/cloud/helpers';
import { sdk } from '../core/cloud/sdk';
import { defineTimer } from '../core/handler/define';
import { dispatch } from '../core/messages/dispatch';

export const main = defineTimer(
  'dispatchMessages',
  (ports) => dispatch(ports, cloudHelpers(sdk(), ports.log)),
  { delayed: true },
);
