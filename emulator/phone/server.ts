import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { RequestListener } from 'node:http';
import { requireJson } from '../hub/input';
import { HubProblem, problemBody, toProblem } from '../hub/problem';
import type { Services } from '../hub/services';
import { sendFile } from '../hub/static';
import { bridgeRoutes } from './bridge';
import { createBuilder } from './builder';

export interface PhoneOptions {
  /** Folder with the built runtime: `index.html`, `phone.css`, `runtime.js`. */
  runtime: string;
  /** Folder with `app.json`; without a mini-program there are no phones. */
  miniprogram: string | undefined;
  /** Where the console may be: it alone may show the phone in a frame. */
  consoleOrigins: string[];
}

/**
 * The phones: `/p/<key>/` is the phone of one user, with the mini-program's files below `mp/` and
 * the bridge below `api/`. They have an origin of their own, so that a mini-program's scripts can
 * reach nothing of the console or the hub; the key keeps them from acting as another user.
 */
export function createPhoneListener(services: Services, options: PhoneOptions): RequestListener {
  const { miniprogram } = options;
  const server = new Hono();
  if (miniprogram) server.route('/p/:key', phoneRoutes(services, { ...options, miniprogram }));
  server.notFound((c) => {
    const text = `There is no ${c.req.path} here. GET /_local/users/:openid/phone gives a phone's address.`;
    return c.json(problemBody(new HubProblem(404, 'NOT_FOUND', text)), 404);
  });
  server.onError((error, c) => {
    const problem = toProblem(error);
    return c.json(problemBody(problem), problem.status);
  });
  const listener = getRequestListener(server.fetch, { overrideGlobalObjects: false });
  return (request, response) => void listener(request, response);
}

function phoneRoutes(
  services: Services,
  { runtime, miniprogram, consoleOrigins }: PhoneOptions & { miniprogram: string },
): Hono {
  const policy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http: https:; " +
    `frame-ancestors ${consoleOrigins.join(' ')}`;
  const appScript = createBuilder(miniprogram);
  return new Hono()
    .use('/api/*', requireJson)
    .route('/api', bridgeRoutes(services, consoleOrigins))
    .get('/app.js', async (c) =>
      c.body(await appScript(), 200, {
        'Content-Type': 'text/javascript; charset=utf-8',
        'Cache-Control': 'no-store',
      }),
    )
    .get('/mp/*', (c) => sendFile(c, miniprogram, below(c.req.path, 'mp'), policy))
    .get('/*', (c) => sendFile(c, runtime, below(c.req.path, '') || '/index.html', policy));
}

/** The rest of a path below `/p/<key>/<folder>`; empty for the folder itself. */
function below(path: string, folder: string): string {
  const rest = decodeURIComponent(path)
    .split('/')
    .slice(folder ? 4 : 3)
    .join('/');
  return rest && `/${rest}`;
}
