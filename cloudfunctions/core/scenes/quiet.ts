import { DAY, HOUR } from '../words';
import type { Scene } from './scene';

/** @returns `at`, or the end of the scene's quiet hours in China (UTC+8) if `at` lies in them */
export function quietUntil(scene: Scene, at: number): number {
  if (!scene.quietHours) return at;
  const from = scene.quietHours.from * HOUR;
  const length = (scene.quietHours.to * HOUR - from + DAY) % DAY;
  const sinceFrom = (((at + 8 * HOUR - from) % DAY) + DAY) % DAY;
  return sinceFrom < length ? at - sinceFrom + length : at;
}
