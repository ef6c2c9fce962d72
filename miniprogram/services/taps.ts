import { call } from './cloud';

/** Reports the formId of a tap in the background; the tap never waits for it. */
export function collectTap(formId: string): void {
  call('collectCredits', { taps: [{ formId, at: Date.now() }] }).catch(() => undefined);
}
