import { followEvents, hub } from './hub.js';
import * as panels from './panels.js';
import { createPlayer } from './player.js';
import { choose, fullTime, hourAndMinute, language, say, switchLanguage } from './words.js';

const at = (id) => document.querySelector(`#${id}`);

/** Between the steps when all are played, so that one can look. */
const PAUSE_MS = 2500;
/** Events come in bursts. */
const SETTLE_MS = 200;
/** Older users have no tab. */
const MOST_USERS = 20;
const SAVED = 'story';

const story = await hub.story();
const env = await hub.env();
const player = createPlayer(story.steps, await readProgress());
const log = panels.createLog(nameOf);
/** What was read from the local cloud last. */
let seen = { users: [], tokens: [], watched: [], now: Date.now(), readAt: performance.now() };
let selected = player.actor();
let playing = false;
/** The run of “play all” that goes on, if one does. */
let wholeRun;
let problem;

/** Progress outlives a reload of the page, unless the local cloud has begun anew meanwhile. */
async function readProgress() {
  const saved = JSON.parse(sessionStorage.getItem(SAVED) ?? 'null');
  if (saved?.title !== story.title.en || saved.steps !== story.steps.length) return null;
  const users = new Set(await hub.users());
  return Object.keys(saved.state.labels).every((openid) => users.has(openid)) ? saved.state : null;
}

function saveProgress() {
  const progress = { title: story.title.en, steps: story.steps.length, state: player.save() };
  sessionStorage.setItem(SAVED, JSON.stringify(progress));
}

function nameOf(openid) {
  const label = player.labels()[openid];
  if (label) return choose(label);
  const index = seen.users.findIndex((user) => user.openid === openid);
  return index < 0 ? openid.slice(0, 6) : say('user', { number: seen.users[index].number });
}

const meaning = (word) => (Object.hasOwn(story.words, word) ? choose(story.words[word]) : word);

// ---- reading ---------------------------------------------------------------------------------

async function readUsers() {
  const users = (await hub.users()).map((openid, index) => ({ openid, number: index + 1 }));
  const withTab = users.slice(-MOST_USERS);
  return Promise.all(
    withTab.map(async (user) => ({ ...user, cards: await hub.cards(user.openid) })),
  );
}

async function readWatched() {
  const existing = new Set(await hub.collections());
  const watched = story.watch.filter(({ collection }) => existing.has(collection));
  return Promise.all(
    watched.map(async (one) => ({
      ...one,
      documents: selected ? await hub.documentsOf(one.collection, selected) : [],
    })),
  );
}

let reads = 0;

/** Reads everything that is shown, and shows it unless a later reading has begun. */
async function refresh() {
  reads += 1;
  const mine = reads;
  const users = await readUsers();
  if (!users.some(({ openid }) => openid === selected)) selected = users.at(-1)?.openid ?? null;
  const [now, tokens, watched] = await Promise.all([hub.now(), hub.tokens(), readWatched()]);
  if (mine !== reads) return;
  seen = { users, tokens, watched, now, readAt: performance.now() };
  forgetIfReset();
  show();
}

/** Somebody else may have reset the local cloud; then the story begins anew. */
function forgetIfReset() {
  if (playing) return;
  const there = new Set(seen.users.map(({ openid }) => openid));
  if (there.size < MOST_USERS && !Object.keys(player.labels()).every((one) => there.has(one))) {
    player.reset();
    saveProgress();
  }
}

let settling;
function refreshSoon() {
  settling ??= setTimeout(() => {
    settling = undefined;
    refresh().catch(() => showConnection(false));
  }, SETTLE_MS);
}

// ---- showing ---------------------------------------------------------------------------------

function show() {
  panels.showUsers(at('users'), named(seen.users), selected, select);
  const user = seen.users.find(({ openid }) => openid === selected);
  panels.showCards(at('cards'), selected, user?.cards ?? []);
  at('tokens-of').textContent = user ? nameOf(selected) : '';
  const tokens = seen.tokens.filter(({ openid }) => openid === selected);
  panels.showTokens(at('tokens'), tokens, seen.now);
  panels.showWatched(at('watched'), seen.watched, meaning);
  panels.showLog(at('log'), log.lines());
  showClock();
  showStory();
}

const named = (users) => users.map((user) => ({ ...user, name: nameOf(user.openid) }));

function showClock() {
  const now = seen.now + performance.now() - seen.readAt;
  at('clock').textContent = fullTime(now);
  at('phone-time').textContent = hourAndMinute(now);
}

function showStory() {
  const { steps } = story;
  const position = player.position();
  const shown = steps[position - 1];
  const texts = shown
    ? {
        progress: say('progress', { step: position, count: steps.length }),
        'step-title': choose(shown.title),
        'step-text': choose(shown.text),
      }
    : introduction(steps.length);
  for (const [id, text] of Object.entries(texts)) setText(at(id), text);
  at('problem').hidden = !problem;
  setText(at('problem'), problem ? choose(problem.says) : '');
  panels.showSteps(at('steps'), steps, position);
  showControls();
}

const introduction = (count) =>
  count > 0
    ? {
        progress: say('start', { count }),
        'step-title': say('introTitle'),
        'step-text': say('intro'),
      }
    : { progress: env, 'step-title': say('noStoryTitle'), 'step-text': say('noStory') };

/** What has not changed is not announced again. */
function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** A disabled button would lose the focus, so it only says that it is. */
function showControls() {
  const ended = player.ended();
  const label = playing ? 'playing' : problem ? 'retry' : ended ? 'end' : 'next';
  setText(at('next'), say(label));
  at('next').setAttribute('aria-disabled', String(playing || wholeRun !== undefined || ended));
  setText(at('all'), say(wholeRun ? 'pause' : 'all'));
  at('all').setAttribute('aria-disabled', String(ended));
  at('restart').setAttribute('aria-disabled', String(playing));
}

function showLanguage() {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  for (const place of document.querySelectorAll('[data-say]')) {
    place.textContent = say(place.dataset.say);
  }
  for (const place of document.querySelectorAll('[data-label]')) {
    place.setAttribute('aria-label', say(place.dataset.label));
  }
  at('language').textContent = say('other');
  at('language').lang = language() === 'zh' ? 'en' : 'zh-CN';
  const title = story.steps.length > 0 ? choose(story.title) : say('noTitle');
  at('title').textContent = title;
  document.title = title;
}

const showConnection = (connected) => (at('offline').hidden = connected);

// ---- doing -----------------------------------------------------------------------------------

function select(openid) {
  selected = openid;
  refreshSoon();
  show();
}

/** Shows the phone that got a card, else the one of who acted. */
async function follow(before) {
  const users = await readUsers();
  const lucky = users.find(({ openid, cards }) => cards.length > (before.get(openid) ?? 0));
  selected = lucky?.openid ?? player.actor() ?? selected;
}

async function playStep() {
  const before = new Map(seen.users.map(({ openid, cards }) => [openid, cards.length]));
  playing = true;
  problem = undefined;
  showStory();
  try {
    await player.playStep();
    await follow(before);
  } catch (error) {
    problem = error;
    wholeRun = undefined;
  }
  playing = false;
  saveProgress();
  await refresh().catch(() => show());
}

async function playAll() {
  const mine = Symbol('run');
  wholeRun = mine;
  while (wholeRun === mine && !player.ended()) {
    await playStep();
    if (!player.ended()) await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  if (wholeRun === mine) wholeRun = undefined;
  showControls();
}

async function restart() {
  wholeRun = undefined;
  problem = undefined;
  await hub.reset();
  player.reset();
  saveProgress();
  selected = null;
  await refresh();
}

const free = (button) => button.getAttribute('aria-disabled') !== 'true';
const onClick = (id, act) =>
  at(id).addEventListener('click', () => {
    if (free(at(id))) void act();
  });

onClick('next', playStep);
onClick('all', () => {
  if (!wholeRun && !playing) return playAll();
  wholeRun = undefined;
  return showControls();
});
onClick('restart', () => restart().catch(() => showConnection(false)));
onClick('language', () => {
  switchLanguage();
  showLanguage();
  show();
});

at('controls').hidden = story.steps.length === 0;
at('api').open = story.steps.length === 0;
showLanguage();
await refresh();
setInterval(showClock, 1000);
followEvents(
  (event) => {
    log.hear(event);
    refreshSoon();
  },
  (connected) => {
    showConnection(connected);
    if (connected) refreshSoon();
  },
);
