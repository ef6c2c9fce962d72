/** The hub's HTTP API (docs/local-cloud.md), as the page uses it. */

/** The local cloud refuses a request; `message` says why. */
export class HubRefusal extends Error {}

async function send(method, path, body) {
  const options = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`/_local${path}`, { method, headers, ...options });
  const answer = await response.json();
  if (!response.ok) throw new HubRefusal(answer.error?.message ?? String(response.status));
  return answer;
}

const get = (path) => send('GET', path);
const post = (path, body = {}) => send('POST', path, body);
const part = encodeURIComponent;

/** Every method throws `HubRefusal`, or a `TypeError` if the local cloud cannot be reached. */
export const hub = {
  story: () => get('/story'),
  env: async () => (await get('/health')).env,
  now: async () => (await get('/clock')).now,
  moveClock: (move) => post('/clock', move),
  users: async () => (await get('/users')).users.map(({ openid }) => openid),
  createUser: async () => (await post('/users')).openid,
  tap: async (openid) => (await post(`/users/${part(openid)}/tap`)).formId,
  call: (openid, name, data) => post(`/users/${part(openid)}/call`, { name, data }),
  pay: (openid, payment, outcome) => post(`/users/${part(openid)}/pay`, { payment, outcome }),
  subscribe: (openid, answers) => post(`/users/${part(openid)}/subscribe`, { answers }),
  cards: async (openid) => (await get(`/users/${part(openid)}/inbox`)).cards,
  tokens: async () => (await get('/wechat/tokens')).tokens,
  fault: (fault) => post('/faults', fault),
  collections: async () => (await get('/db')).collections.map(({ name }) => name),
  insert: (collection, document) => post(`/db/${part(collection)}`, { documents: [document] }),
  /** Documents with this `openid`. */
  documentsOf: async (collection, openid) =>
    (await get(`/db/${part(collection)}?query=${part(JSON.stringify({ openid }))}`)).documents,
  reset: () => post('/reset'),
};

/**
 * Follows what happens; the browser reconnects by itself.
 * @param onEvent gets each event
 * @param onConnection gets true when the stream is open, false when it has broken
 */
export function followEvents(onEvent, onConnection) {
  const stream = new EventSource('/_local/events');
  stream.addEventListener('open', () => onConnection(true));
  stream.addEventListener('error', () => onConnection(false));
  stream.addEventListener('message', ({ data }) => onEvent(JSON.parse(data)));
}
