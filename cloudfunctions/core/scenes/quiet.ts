import { sinceHourInChina } from '../china-time';
import { HOUR } from '../words';
import type { Scene } from './scene';

/** @returns `at`, or the end of the scene's quiet hours in China (UTC+8) if `at` lies in them */
export function quietUntil(scene: Scene, at: number): number {
  if (!scene.quietHours) return at;
  const { from, to } = scene.quietHours;
  const length = ((to - from + 24) % 24) * HOUR;
  const sinceFrom = sinceHourInChina(at, from);
  return sinceFrom < length ? at - sinceFrom + length : at;
}
