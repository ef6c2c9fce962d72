import type { HeardEvent } from '../live';
import type { Key } from '../texts';

/** Who did something. */
export type Actor = 'user' | 'timer' | 'pay' | 'function' | 'wechat' | 'cloud';

/** A line that belongs to a row: a log of a function. */
export interface Line {
  level: string;
  text: string;
}

/** One thing that happened, in whatever language it is told. */
export interface ActivityRow {
  /** Stays the same while the row grows. */
  id: number;
  at: number;
  actor: Actor;
  /** Whom it concerns; empty if nobody in particular. */
  openid: string;
  /** A text of the console, or a name that speaks for itself. */
  what: { key: Key; values: Record<string, string | number> } | { name: string };
  tone: 'good' | 'busy' | 'bad' | 'doubt' | 'quiet';
  isProblem: boolean;
  /** How long it took; of several, the last. */
  ms: number | undefined;
  /** Why it failed. */
  detail: string;
  lines: Line[];
  /** Equal rows in a row are one. */
  count: number;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

type NewRow = Pick<ActivityRow, 'what'> & Partial<ActivityRow>;

const rowOf = ({ at, number }: HeardEvent, row: NewRow): ActivityRow => ({
  id: number,
  at,
  actor: 'cloud',
  openid: '',
  tone: 'quiet',
  isProblem: false,
  ms: undefined,
  detail: '',
  lines: [],
  count: 1,
  ...row,
});

const told = (key: Key, values: Record<string, string | number> = {}) => ({ key, values });

/** What is told of single events; functions and their logs are put together below. */
const tellers: Record<string, (event: HeardEvent) => NewRow | undefined> = {
  'wechat.send': toldSend,
  'wechat.user': ({ openid }) => user(openid, 'didJoin'),
  'wechat.tap': ({ openid, junk, formId }) =>
    junk === true
      ? { ...user(openid, 'didTapInVain', { formId: textOf(formId) }), tone: 'doubt' }
      : user(openid, 'didTap'),
  'wechat.settings': ({ openid }) => user(openid, 'didSettings'),
  'wechat.subscribed': ({ openid, answers }) =>
    user(openid, 'didAnswer', { answers: toldAnswers(answers) }),
  'wechat.paid': ({ openid, totalFee }) =>
    user(openid, 'didPay', { yuan: (numberOf(totalFee) / 100).toFixed(2) }),
  'clock.moved': () => ({ what: told('didMove') }),
  'clock.fired': ({ ok, label, error }) =>
    ok === false && typeof error === 'string'
      ? { what: told('didFail', { label: textOf(label) }), detail: error, ...bad }
      : undefined,
  'database.scan': ({ collection, shape, examined }) => ({
    what: told('didScan', {
      collection: textOf(collection),
      shape: textOf(shape),
      examined: numberOf(examined),
    }),
    tone: 'doubt',
    isProblem: true,
  }),
  'gateway.call': toldFault,
  'wechat.http': toldHttp,
  'phone.log': toldPhoneLog,
  'local.faults': () => ({ what: told('didFaults') }),
  'local.settings': () => ({ what: told('didSet') }),
  'local.import': () => ({ what: told('didImport') }),
  'local.reset': () => ({ what: told('didReset') }),
};

const bad = { tone: 'bad', isProblem: true } as const;

const user = (openid: unknown, key: Key, values: Record<string, string | number> = {}): NewRow => ({
  actor: 'user',
  openid: textOf(openid),
  what: told(key, values),
});

function toldSend({ openid, errcode, delivered }: HeardEvent): NewRow {
  const code = numberOf(errcode);
  const failed = code === 0 ? 'didFailLater' : 'didRefuse';
  const key = !delivered ? failed : code === 0 ? 'didDeliver' : 'didLose';
  const outcome = key === 'didDeliver' ? ({ tone: 'good' } as const) : bad;
  return { actor: 'wechat', openid: textOf(openid), what: told(key, { code }), ...outcome };
}

const toldAnswers = (answers: unknown): string =>
  typeof answers === 'object' && answers !== null
    ? [...new Set(Object.values(answers).map(textOf))].filter(Boolean).join(', ')
    : '';

/** Of the gateway's calls only those that a fault has cut off: functions tell of the others. */
function toldFault({ code, action, apiName, collection }: HeardEvent): NewRow | undefined {
  if (code !== 'dropped' && code !== 'killed') return undefined;
  const call = [action, apiName, collection].map(textOf).filter(Boolean).join(' ');
  return { what: told(code === 'dropped' ? 'didDrop' : 'didKill', { call }), ...bad };
}

/** A program outside the cloud calls WeChat. */
function toldHttp({ apiName, ok, code }: HeardEvent): NewRow {
  const api = textOf(apiName);
  return ok === true
    ? { what: told('didHttp', { api }) }
    : { what: told('didHttpInVain', { api, code: textOf(code) }), ...bad };
}

function toldPhoneLog({ openid, level, text, page }: HeardEvent): NewRow {
  const said = textOf(text);
  const isProblem = level === 'error' || level === 'unsupported';
  return {
    actor: 'user',
    openid: textOf(openid),
    what: level === 'unsupported' ? told('phoneLacks', { text: said }) : { name: said },
    tone: isProblem ? 'bad' : level === 'warn' ? 'doubt' : 'quiet',
    isProblem,
    detail: textOf(page),
  };
}

function actorOf(source: string): Actor {
  if (source.includes('scf')) return 'function';
  if (source === 'wx_trigger') return 'timer';
  if (source === 'wx_unknown') return 'wechat';
  return source === 'wx_paycallback' ? 'pay' : 'user';
}

const startedRow = (event: HeardEvent): ActivityRow =>
  rowOf(event, {
    actor: actorOf(textOf(event['source'])),
    openid: textOf(event['openid']),
    what: { name: textOf(event['function']) },
    tone: 'busy',
  });

/**
 * Puts events together to what a person would call one thing: a call of a function with its logs and
 * its end, a card, a tap. Equal things in a row become one.
 * @param events the oldest first
 * @returns the newest first, at most `most`
 */
export function rowsOf(events: HeardEvent[], most: number): ActivityRow[] {
  const calls = new Map<string, ActivityRow>();
  const rows: ActivityRow[] = [];
  const add = (row: ActivityRow): ActivityRow => {
    rows.push(row);
    return row;
  };
  /** Of a call that began before this page was open, only the logs are known: it is over. */
  const callOf = (event: HeardEvent): ActivityRow => {
    const id = textOf(event['requestId']);
    const known = calls.get(id) ?? add({ ...startedRow(event), actor: 'cloud', tone: 'quiet' });
    calls.set(id, known);
    return known;
  };
  for (const event of events) {
    switch (event.type) {
      case 'function.start':
        calls.set(textOf(event['requestId']), add(startedRow(event)));
        break;
      case 'function.log':
        callOf(event).lines.push({ level: textOf(event['level']), text: textOf(event['text']) });
        break;
      case 'function.end':
        end(callOf(event), event);
        break;
      default: {
        const row = tellers[event.type]?.(event);
        if (row) add(rowOf(event, row));
      }
    }
  }
  return merged(rows).slice(-most).toReversed();
}

function end(row: ActivityRow, { ok, ms, error }: HeardEvent): void {
  row.ms = numberOf(ms);
  row.tone = ok === true ? 'good' : 'bad';
  row.isProblem = ok !== true;
  row.detail = textOf(error);
}

function merged(rows: ActivityRow[]): ActivityRow[] {
  const all: ActivityRow[] = [];
  for (const row of rows) {
    const last = all.at(-1);
    if (last && row.tone !== 'busy' && sameness(last) === sameness(row)) {
      const lines = [...last.lines, ...row.lines];
      all[all.length - 1] = {
        ...last,
        at: row.at,
        ms: row.ms,
        lines,
        count: last.count + row.count,
      };
    } else all.push(row);
  }
  return all;
}

const sameness = ({ actor, openid, what, tone, detail }: ActivityRow): string =>
  JSON.stringify([actor, openid, what, tone, detail]);
