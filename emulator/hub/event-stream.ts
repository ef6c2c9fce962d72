import type { EventLog, NumberedEvent } from './event-log';

/** Proxies and browsers drop a silent stream after half a minute or more. */
const HEARTBEAT_MS = 15_000;
/** A reader that is this many events behind is cut off; it can come back with its last id. */
const MOST_PENDING = 10_000;

const frame = ({ id, event }: NumberedEvent): string =>
  `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`;

/**
 * The events as server-sent events, until the reader goes away or the log closes.
 * @param lastEventId number of the last event that the reader has; new events only if undefined
 */
export function streamEvents(log: EventLog, lastEventId?: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string): void => {
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < -MOST_PENDING) finish();
        };
        const unsubscribe = log.subscribe((numbered) => write(frame(numbered)));
        const heartbeat = setInterval(() => write(': ping\n\n'), HEARTBEAT_MS).unref();
        end = () => {
          unsubscribe();
          clearInterval(heartbeat);
        };
        const finish = (): void => {
          end();
          try {
            controller.close();
          } catch {
            // The reader has gone.
          }
        };
        void log.closed.then(finish);
        write(': hello\n\n');
        if (lastEventId !== undefined) for (const old of log.since(lastEventId)) write(frame(old));
      },
      cancel: () => end(),
    },
    { highWaterMark: 0 },
  );
}
