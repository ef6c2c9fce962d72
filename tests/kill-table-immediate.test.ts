import { describeKillTable } from './describe-kill-table';

describeKillTable(
  'classic',
  'an immediate send with a formId',
  'an immediate send with a use of a prepay_id',
);
