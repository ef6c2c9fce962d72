import type { Bridge, CompiledProject, ToPhone } from '../protocol';
import { launchOptions, watchErrors } from './app';
import { askCloud } from './bridge';
import { setClockOffset } from './clock';
import { type ConsoleLink, connectConsole } from './console-link';
import { h } from './dom';
import { startHover } from './hover';
import { databaseReady } from './need-database';
import { createPhone, type Phone } from './phone';
import { captureConsole, reportError } from './report';
import { parsePlace, writePlace } from './url';
import { weChatGlobals } from './wechat-globals';

/** Starts a mini-program; what goes wrong is shown on the phone. */
export function startPhone(project: CompiledProject): void {
  Promise.all([askCloud('start', {}), databaseReady()])
    .then(([answer]) => launch(project, answer))
    .catch(reportError);
}

function launch(project: CompiledProject, start: Bridge['start']['answer']): void {
  captureConsole();
  startHover();
  document.head.append(h('style', {}, project.appStyle));
  document.body.dataset['style'] = project.app['style'] === 'v2' ? 'v2' : 'v1';
  const link: ConsoleLink = connectConsole(start.consoleOrigins, (message) => obey(message, phone));
  const { phone, wx } = createPhone(project, start, (page) => {
    link.send({ type: 'page', page: writePlace(page) });
  });
  watchErrors(phone.app);
  Object.assign(globalThis, weChatGlobals(phone, wx));
  run(project, phone);
  link.send({ type: 'ready' });
}

function run(project: CompiledProject, phone: Phone): void {
  try {
    project.loadApp?.();
  } catch (error) {
    reportError(error); // the pages may work without it
  }
  phone.space.load();
  phone.app.launch(phone.launched);
  phone.app.tell('onShow', phone.entered);
  phone.pages.push(phone.launched);
}

/** Does what the console asks for. */
function obey(message: ToPhone, phone: Phone): void {
  switch (message.type) {
    case 'open':
      return openFromCard(message.page, phone);
    case 'show':
      return comeToFront(phone);
    case 'hide':
      return goToBack(phone);
    case 'clock':
      return setClockOffset(message.offset);
  }
}

/** A tap on a card: the mini-program comes to the front with that page alone on the stack. */
function openFromCard(address: string, phone: Phone): void {
  const place = parsePlace(`/${address.replace(/^\//, '')}`, '');
  if (!phone.pages.exists(place.path)) {
    return reportError(new Error(`page "${place.path}" is not found`));
  }
  goToBack(phone);
  phone.entered = launchOptions(place, 1014);
  phone.app.tell('onShow', phone.entered);
  phone.inFront = true;
  phone.pages.restart(place);
}

function comeToFront(phone: Phone): void {
  if (phone.inFront) return;
  phone.inFront = true;
  phone.app.tell('onShow', phone.entered);
  phone.pages.show();
}

function goToBack(phone: Phone): void {
  if (!phone.inFront) return;
  phone.inFront = false;
  phone.pages.hide();
  phone.app.tell('onHide', undefined);
}
