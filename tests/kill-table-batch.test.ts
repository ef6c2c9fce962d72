import { describeKillTable } from './kill-table/describe';

describeKillTable('classic', 'a batch');
