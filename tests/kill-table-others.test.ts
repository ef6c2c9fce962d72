import { describeKillTable } from './kill-table/describe';
import { otherScenes } from './kill-table/scenes-others';

describeKillTable('classic', ...Object.keys(otherScenes));
