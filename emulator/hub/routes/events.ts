import { Hono } from 'hono';
import { streamEvents } from '../event-stream';
import type { Services } from '../services';

const HEADERS = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' };

/** The stream of events; `Last-Event-ID` goes on where a broken stream ended. */
export const eventRoutes = ({ events }: Services): Hono =>
  new Hono().get('/', (c) => {
    const last = c.req.header('last-event-id') ?? '';
    const id = /^\d{1,15}$/.test(last) ? Number(last) : undefined;
    return c.body(streamEvents(events, id), 200, HEADERS);
  });
