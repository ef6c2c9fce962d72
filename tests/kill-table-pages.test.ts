import { describeKillTable } from './kill-table/describe';
import { deskScenes } from './kill-table/scenes-desk';
import { pageScenes } from './kill-table/scenes-pages';

describeKillTable('classic', ...Object.keys({ ...pageScenes, ...deskScenes }));
