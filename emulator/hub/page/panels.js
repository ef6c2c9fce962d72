import { choose, hourAndMinute, phoneDate, say, span } from './words.js';

/** Whatever comes from the local cloud is shown as text, never as HTML. */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** Longer lists show their newest entries. */
const MOST = 50;
const newestFirst = (list) => list.slice(-MOST).toReversed();

const quiet = (text, tag = 'li') => element(tag, 'quiet empty', text);

// ---- the story -------------------------------------------------------------------------------

/** The steps of the story with what has been played. */
export function showSteps(list, steps, position) {
  const items = steps.map(({ title }, index) => {
    const state = index < position - 1 ? 'done' : index === position - 1 ? 'done now' : '';
    const name = element('span', 'name', choose(title));
    const item = element('li', state, name);
    if (state) item.append(element('span', 'hidden', ` (${say('done')})`));
    if (index === position - 1) item.setAttribute('aria-current', 'step');
    return item;
  });
  list.replaceChildren(...items);
}

// ---- the phone -------------------------------------------------------------------------------

function userOption({ openid, name, cards }, selected, onSelect) {
  const input = element('input', '');
  Object.assign(input, { type: 'radio', name: 'user', value: openid, checked: selected });
  input.addEventListener('change', () => onSelect(openid));
  const count = element('span', 'count', String(cards.length));
  count.setAttribute('aria-label', say('cardCount', { count: cards.length }));
  return element('label', 'user', input, element('span', 'name', name), count);
}

/** One radio button for each user; the focus stays where it is. */
export function showUsers(fieldset, users, selected, onSelect) {
  const focused = document.activeElement?.closest('#users') && document.activeElement.value;
  const [legend] = fieldset.children;
  const options = users.map((user) => userOption(user, user.openid === selected, onSelect));
  fieldset.replaceChildren(legend, ...(options.length ? options : [quiet(say('noUsers'), 'span')]));
  if (focused) fieldset.querySelector('input:checked')?.focus({ preventScroll: true });
  const chosen = fieldset.querySelector('input:checked')?.parentElement;
  if (chosen) fieldset.scrollLeft = chosen.offsetLeft - fieldset.clientWidth / 3;
}

function cardRow({ label, value, emphasis }) {
  const name = emphasis ? 'row emphasis' : 'row';
  return element('div', name, element('dt', '', label), element('dd', '', value));
}

function card({ channel, title, rows, page, at }) {
  const main = rows.filter(({ emphasis }) => emphasis);
  const others = rows.filter(({ emphasis }) => !emphasis);
  const enter = element('p', 'enter', '进入小程序');
  enter.title = page;
  const body = element(
    'article',
    'card',
    element('h3', '', title),
    element('p', 'date', phoneDate(at).split(' ')[0] ?? ''),
    element('dl', '', ...[...main, ...others].map(cardRow)),
    ...(page ? [enter] : []),
  );
  const when = element('p', 'when', phoneDate(at), ' · ', say(channel));
  return element('div', 'notice', when, body);
}

/**
 * The cards of one user, the newest at the bottom as in WeChat. New cards are added to those that
 * are there, so that a screen reader reads only these.
 */
export function showCards(list, openid, cards) {
  const same = list.dataset.openid === String(openid) && list.dataset.words === say('template');
  const shown = same ? list.querySelectorAll('.notice').length : 0;
  if (same && shown === cards.length && list.childElementCount > 0) return;
  if (!same || shown > cards.length || shown === 0) list.replaceChildren();
  Object.assign(list.dataset, { openid: String(openid), words: say('template') });
  const from = list.childElementCount;
  list.append(...cards.slice(from).map(card));
  if (cards.length === 0) list.append(quiet(say('noCards'), 'p'));
  list.scrollTop = list.scrollHeight;
}

// ---- the books -------------------------------------------------------------------------------

function pips({ granted, used, kind }) {
  const count = Math.min(granted || (kind === 'payment' ? 3 : 1), 10);
  const dots = Array.from({ length: count }, (_, index) => {
    const name = index < used ? 'pip used' : index < granted ? 'pip open' : 'pip';
    return element('span', name);
  });
  const row = element('span', 'pips', ...dots);
  row.setAttribute('aria-hidden', 'true');
  return row;
}

/** Subscriptions end in the year 9999. */
const ENDLESS = 100 * 365 * 86_400_000;

function lifeOf({ expiresAt, state }, now) {
  if (state !== 'usable' && state !== 'unpaid') return '';
  const left = expiresAt - now;
  return left > ENDLESS ? say('endless') : say('left', { time: span(Math.max(0, left)) });
}

function tokenRow(token, now) {
  const { kind, state, granted, used } = token;
  const facts = [granted > 0 && say('uses', { used, granted }), lifeOf(token, now)];
  return element(
    'li',
    `token ${state}`,
    element('strong', 'kind', say(kind)),
    element('code', 'quiet', `${token.token.slice(0, 18)}${token.token.length > 18 ? '…' : ''}`),
    pips(token),
    element('span', 'state', say(state)),
    element('span', 'quiet facts', facts.filter(Boolean).join(' · ')),
  );
}

/** WeChat's books for one user. */
export function showTokens(list, tokens, now) {
  const rows = newestFirst(tokens).map((token) => tokenRow(token, now));
  list.replaceChildren(...(rows.length ? rows : [quiet(say('nothing'))]));
}

/** Documents that look the same become one line with their number. */
function groupRows(documents, field, meaning) {
  const groups = new Map();
  for (const document of newestFirst(documents)) {
    const { state = '', reason = '' } = document;
    const row = {
      name: String(document[field] ?? ''),
      state: String(state),
      reason: String(reason),
    };
    const key = JSON.stringify(row);
    groups.set(key, { ...row, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].map(({ name, state, reason, count }) => {
    const why = reason && reason !== state && reason !== 'none' ? meaning(reason) : '';
    return element(
      'li',
      'document',
      element('span', 'name', meaning(name), count > 1 ? ` ×${count}` : ''),
      element('span', `state ${/^\w+$/.test(state) ? `is-${state}` : ''}`, meaning(state)),
      ...(why ? [element('span', 'quiet reason', why)] : []),
    );
  });
}

/**
 * The project's own books for one user: a panel for each watched collection.
 * @param watched `{title, name, documents}` of each
 * @param meaning gives the words for one of the project's own
 */
export function showWatched(place, watched, meaning) {
  const panels = watched.map(({ title, name, documents }) => {
    const rows = groupRows(documents, name, meaning);
    const list = element('ul', '', ...(rows.length ? rows : [quiet(say('nothing'))]));
    const scroll = element('div', 'scroll', list);
    const heading = `${say('watched')}: ${choose(title)}`;
    scroll.tabIndex = 0;
    scroll.setAttribute('role', 'group');
    scroll.setAttribute('aria-label', heading);
    return element('article', 'panel', element('h2', '', heading), scroll);
  });
  place.replaceChildren(...panels);
}

// ---- the log ---------------------------------------------------------------------------------

const callers = { wx_trigger: 'timer', wx_paycallback: 'payCallback' };

/**
 * Turns events into lines of the log: who called which function, and what WeChat did.
 * @param nameOf gives the name of a user
 */
export function createLog(nameOf) {
  const started = new Map();
  let lines = [];
  const add = (line) => {
    const [last] = lines;
    const again = last && last.who() === line.who() && last.what() === line.what();
    lines = again ? [{ ...line, count: last.count + 1 }, ...lines.slice(1)] : [line, ...lines];
    lines = lines.slice(0, MOST);
  };
  const whoOf = ({ source = '', openid }) => {
    const caller = callers[source];
    return () => (caller ? say(caller) : openid ? nameOf(openid) : source);
  };
  const heard = {
    'function.start': (event) => started.set(event.requestId, event),
    'function.end'(event) {
      const who = whoOf(started.get(event.requestId) ?? {});
      started.delete(event.requestId);
      add({ at: event.at, who, what: () => event.function, ms: event.ms, ok: event.ok, count: 1 });
    },
    'wechat.send'({ at, openid, errcode, delivered }) {
      const what = () =>
        delivered ? say('delivered', { name: nameOf(openid) }) : say('refused', { code: errcode });
      add({ at, who: () => say('wechat'), what, ok: true, count: 1 });
    },
    'local.reset': () => (lines = []),
  };
  return { hear: (event) => heard[event.type]?.(event), lines: () => lines };
}

/** The lines of `createLog`, the newest at the top. */
export function showLog(list, lines) {
  const rows = lines.map(({ at, who, what, ms, ok, count }) => {
    const done = ok ? (ms === undefined ? '' : `${ms} ms`) : say('failed');
    return element(
      'li',
      ok ? '' : 'failed',
      element('time', 'quiet', hourAndMinute(at)),
      element('span', 'who', who()),
      element('span', 'what', what(), count > 1 ? ` ×${count}` : ''),
      element('span', 'quiet', done),
    );
  });
  list.replaceChildren(...(rows.length ? rows : [quiet(say('nothing'))]));
}
