import { describeKillTable } from './kill-table/describe';

describeKillTable(
  'classic',
  'an immediate send with a formId',
  'an immediate send with a use of a prepay_id',
);
