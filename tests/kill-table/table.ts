import type { Era } from '../../emulator/settings';
import { classicScenes, currentScenes } from './scenes';
import { deskScenes } from './scenes-desk';
import { otherScenes } from './scenes-others';
import { pageScenes } from './scenes-pages';
import type { Scene } from './strike';

/** Every scene of the kill table, by the era that it plays in. */
export const scenesOf: Record<Era, Record<string, Scene>> = {
  classic: { ...classicScenes, ...otherScenes, ...pageScenes, ...deskScenes },
  current: currentScenes,
};
