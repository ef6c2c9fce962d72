import { useEffect, useRef } from 'preact/hooks';
import type { Era } from '../../settings';
import { hub } from '../hub';
import type { Live } from '../live';
import { useReading } from '../panels/use-reading';

/**
 * The era that is played; undefined until it is known. Another era has another story and other
 * phones, so the page is loaded anew when it changes, whoever has changed it.
 */
export function useEra(live: Live): Era | undefined {
  const { value: settings } = useReading(hub.settings, [live.reading]);
  const first = useRef<Era | undefined>(undefined);
  const era = settings?.era;
  first.current ??= era;
  useEffect(() => {
    if (era !== first.current) location.reload();
  }, [era]);
  return first.current;
}
