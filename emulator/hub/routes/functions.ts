import { Hono } from 'hono';
import { invocationBody } from '../invocation';
import type { Services } from '../services';

/** The functions of the project, their timers and what they wrote. */
export const functionRoutes = ({ functions, timers }: Services): Hono =>
  new Hono()
    .get('/functions', (c) => {
      const list = functions.list();
      return c.json({
        functions: list.map((info) => ({ ...info, nextTick: timers.next(info.name) })),
      });
    })
    .post('/timers/:function/run', async (c) =>
      c.json(invocationBody(await timers.run(c.req.param('function')))),
    )
    .get('/logs', (c) => {
      const { function: name, requestId } = c.req.query();
      const logs = functions
        .logs()
        .filter(
          (line) =>
            (name === undefined || line['function'] === name) &&
            (requestId === undefined || line['requestId'] === requestId),
        );
      return c.json({ logs });
    });
