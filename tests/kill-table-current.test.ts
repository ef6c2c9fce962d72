import { describeKillTable } from './kill-table/describe';

describeKillTable(
  'current',
  'an immediate send with a consent',
  'an immediate send that finds the old channel gone',
  'a batch of today',
);
