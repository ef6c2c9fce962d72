import type { IncomingMessage } from 'node:http';
import { HubProblem } from './problem';

/**
 * Keeps other web pages out. Any page in the developer's browser can post to loopback, and a
 * foreign name can be made to point to it; both show in the headers.
 *
 * @param port where the local cloud listens
 * @returns why the request is refused, or undefined if it may pass
 */
export function guard({ headers }: IncomingMessage, port: number): HubProblem | undefined {
  const host = headers.host?.toLowerCase() ?? '';
  if (!hostsOf(port).includes(host)) {
    return forbidden(
      `The Host "${host}" is refused: it may be another web site that points to this machine. ` +
        `Use http://127.0.0.1:${port} or http://localhost:${port}.`,
    );
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return forbidden(
      `The origin "${origin}" is refused: only pages of the local cloud itself may call it. ` +
        'Call it from a program, or open the page at the address of the local cloud.',
    );
  }
  return fromOtherPage(headers) ? forbidden('A call from another web page is refused.') : undefined;
}

const forbidden = (message: string): HubProblem => new HubProblem(403, 'FORBIDDEN', message);

function hostsOf(port: number): string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const withPort = names.map((name) => `${name}:${port}`);
  return port === 80 ? [...names, ...withPort] : withPort;
}

/** Browsers say so even for images and scripts, which carry no origin; following a link is fine. */
function fromOtherPage(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'];
  const other = site === 'cross-site' || site === 'same-site';
  return other && headers['sec-fetch-mode'] !== 'navigate';
}
