import { describeKillTable } from './describe-kill-table';

describeKillTable('a batch');
