import { describeKillTable } from './describe-kill-table';

describeKillTable('classic', 'a batch');
