import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type Http, HttpFailure, type HttpRequest } from '../wechat/http';

/** More than WeChat ever answers. */
const ANSWER_LIMIT = 1024 * 1024;

/**
 * HTTP with Node's own client, which says whether a connection came about. Every request has a
 * connection of its own: on a kept one nobody knows whether the other side had closed it already,
 * and a send would be in doubt for nothing.
 */
export const nodeHttp: Http = (request) =>
  new Promise((resolve, reject) => {
    let connected = false;
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(new HttpFailure(connected, error.code ?? 'the connection broke'));
    const outgoing = open(request);
    const timer = setTimeout(() => outgoing.destroy(timeout()), request.timeoutMs);
    outgoing.once('close', () => clearTimeout(timer));
    outgoing.once('error', fail);
    outgoing.once('socket', (socket) => {
      const ready = request.url.startsWith('https:') ? 'secureConnect' : 'connect';
      socket.once(ready, () => (connected = true));
    });
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > ANSWER_LIMIT) outgoing.destroy(new Error('too long'));
        else chunks.push(chunk);
      });
      response.once('error', fail);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.end(request.body);
  });

function open({ method, url, body }: HttpRequest) {
  const content = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body ?? ''),
  };
  const options: RequestOptions = {
    method,
    agent: false,
    headers: body === undefined ? {} : content,
  };
  return url.startsWith('https:') ? requestHttps(url, options) : requestHttp(url, options);
}

const timeout = (): Error => Object.assign(new Error('time is up'), { code: 'ETIMEDOUT' });
