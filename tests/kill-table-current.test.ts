import { describeKillTable } from './describe-kill-table';

describeKillTable(
  'current',
  'an immediate send with a consent',
  'an immediate send that finds the old channel gone',
  'a batch of today',
);
