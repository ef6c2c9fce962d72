import type { Bridge } from '../protocol';
import { setClockOffset } from './clock';
import { hideNotice, showNotice } from './notices';

/** The same name as `CLOCK_OFFSET_HEADER` of the protocol, whose file holds types only here. */
const CLOCK_OFFSET = 'x-clock-offset';
const SILENT = '本地云没有响应';

/**
 * Asks the local cloud; the address of the phone tells it for whom.
 * @throws an Error if it cannot be reached (which the user sees) or does not know the question
 */
export async function askCloud<Name extends keyof Bridge>(
  name: Name,
  request: Bridge[Name]['request'],
): Promise<Bridge[Name]['answer']> {
  const response = await fetch(`api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  }).catch(() => {
    showNotice('error', SILENT);
    throw new Error('the local cloud does not answer');
  });
  hideNotice(SILENT);
  const offset = response.headers.get(CLOCK_OFFSET);
  if (offset !== null) setClockOffset(Number(offset));
  if (!response.ok) throw new Error(`the local cloud refused ${name}: ${await response.text()}`);
  return (await response.json()) as Bridge[Name]['answer'];
}
