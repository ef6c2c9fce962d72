import { describeKillTable } from './describe-kill-table';
import { otherScenes } from './kill-scenes-others';

describeKillTable('classic', ...Object.keys(otherScenes));
