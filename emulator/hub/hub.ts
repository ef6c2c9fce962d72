import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { RequestListener } from 'node:http';
import { requireJson } from './input';
import { HubProblem, problemBody, toProblem } from './problem';
import { clockRoutes } from './routes/clock';
import { databaseRoutes } from './routes/database';
import { eventRoutes } from './routes/events';
import { faultRoutes } from './routes/faults';
import { functionRoutes } from './routes/functions';
import { pageRoutes } from './routes/page';
import { settingsRoutes } from './routes/settings';
import { stateRoutes } from './routes/state';
import { userRoutes } from './routes/users';
import type { PhoneAddress, Services } from './services';

/**
 * The HTTP API for people and tests, `/_local/…`, and the page at `/`.
 * @param page folder of the built console
 * @param phones where the phones are
 */
export function createHub(services: Services, page: string, phones: PhoneAddress): RequestListener {
  const local = new Hono()
    .use(requireJson)
    .get('/health', (c) => c.json(health(services)))
    .get('/story', (c) => c.json(services.stories[services.settings.current().era]))
    .get('/wechat/tokens', (c) => c.json({ tokens: services.wechat.tokens() }))
    .route('/', stateRoutes(services))
    .route('/clock', clockRoutes(services))
    .route('/users', userRoutes(services, phones))
    .route('/', functionRoutes(services))
    .route('/', databaseRoutes(services))
    .route('/faults', faultRoutes(services))
    .route('/settings', settingsRoutes(services))
    .route('/events', eventRoutes(services));

  const hub = new Hono().route('/_local', local).route('/', pageRoutes(page, phones.port));
  hub.notFound((c) => {
    const text = `There is no ${c.req.method} ${c.req.path}. The API is listed at /.`;
    return c.json(problemBody(new HubProblem(404, 'NOT_FOUND', text)), 404);
  });
  hub.onError((error, c) => {
    const problem = toProblem(error);
    return c.json(problemBody(problem), problem.status);
  });
  const listener = getRequestListener(hub.fetch, { overrideGlobalObjects: false });
  return (request, response) => void listener(request, response);
}

const health = ({ account, clock }: Services) => ({
  ok: true,
  env: account.env,
  appid: account.appid,
  now: clock.now(),
  pid: process.pid,
  node: process.version,
});
