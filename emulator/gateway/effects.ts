import type { Fault } from '../services';

/** What the faults do to one call, put together. */
export interface Effects {
  /** Real ms to wait before the work, on top of the latency. */
  delayMs: number;
  /** Answer with this instead of doing the work; WeChat decides itself what its codes leave behind. */
  errCode?: number | string;
  /** WeChat takes the call, and fails to deliver with this code. */
  failsLater?: number;
  freeze: boolean;
  killBefore: boolean;
  killAfter: boolean;
  dropAnswer: boolean;
}

/** Delays add up; of several codes the first counts. */
export function effectsOf(effects: Fault['effect'][]): Effects {
  const sum: Effects = {
    delayMs: 0,
    freeze: effects.includes('freeze'),
    killBefore: effects.includes('killBefore'),
    killAfter: effects.includes('killAfter'),
    dropAnswer: effects.includes('dropAnswer'),
  };
  for (const effect of effects) {
    if (typeof effect === 'string') continue;
    if ('delayMs' in effect) sum.delayMs += effect.delayMs;
    else if ('failsLater' in effect) sum.failsLater ??= effect.failsLater;
    else sum.errCode ??= effect.errCode;
  }
  return sum;
}
