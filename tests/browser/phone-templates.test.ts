import type { Page } from 'playwright-core';
import { screens, withBrowser } from './chromium';
import { newPhone, says, shown, styleOf, withFixture } from './phone-fixture';

jest.setTimeout(180_000);

const open = withBrowser();
const stress = withFixture('stress');

const textsOf = (page: Page, selector: string): Promise<string[]> =>
  shown(page, selector).allInnerTexts();

/** What the page shows before and after its data change, by selector. */
const CONTENT: Record<string, { before: string[]; after: string[] }> = {
  '.included': { before: ['included plain'], after: ['included changed'] },
  '.imported': { before: ['imported word'], after: ['imported word'] },
  '.dynamic': { before: ['two A B 3'], after: ['one A B'] },
  '.item': { before: ['0a', '1b', '2c'], after: ['0c', '1a', '2d'] },
  '.cell': { before: ['0.0=1;', '0.1=2;', '1.0=3;'], after: ['0.0=1;', '0.1=2;', '1.0=9;'] },
  '.choice': { before: ['three'], after: ['three'] },
  'wx-crate': {
    before: ['L\n|\nR\n|{"a":{"b":1}}|1|5\n[x][y]'],
    after: ['L\n|\nR\n|{"a":{"b":2}}|1|5\n[x][y]'],
  },
  'wx-lines': { before: ['kin=2\n[1 linked][2 linked]'], after: ['kin=1\n[1 linked]'] },
  '.terms': {
    before: ['AB 1-2 2 aXc 0 <b> small 3 false behavior 5'],
    after: ['AB 1-2 2 aXc 0 <b> big 3 true behavior 5'],
  },
  '.found': {
    before: ['opened with key, 1, behaves as behavior'],
    after: ['opened with key, 1, behaves as behavior'],
  },
  '.measured': { before: ['50px'], after: ['50px'] },
};

test('templates, components, relations, wxs: first and after a change', async () => {
  const { page, complaints } = await open(newPhone(stress()), screens.phone);
  await says(page, '.measured', '50px');
  for (const [selector, { before }] of Object.entries(CONTENT)) {
    expect([selector, await textsOf(page, selector)]).toEqual([selector, before]);
  }
  await shown(page, '.change').tap();
  await says(page, '.dynamic', 'one');
  for (const [selector, { after }] of Object.entries(CONTENT)) {
    expect([selector, await textsOf(page, selector)]).toEqual([selector, after]);
  }
  expect(complaints).toEqual([]);
});

test('styles reach what they are written for', async () => {
  const { page } = await open(newPhone(stress()), screens.phone);
  await says(page, '.measured', '50px');
  const styles: [string, string, string][] = [
    ['.item', 'color', 'rgb(4, 5, 6)'],
    ['#box', 'background-color', 'rgb(2, 2, 2)'],
    ['#box', 'width', '50px'],
    ['.veil', 'display', 'none'],
    ['.veil', 'margin-top', '5px'],
    ['.typed', 'color', 'rgb(7, 7, 7)'],
    ['wx-crate', 'margin-top', '3px'],
    ['wx-crate > wx-view', 'font-size', '30px'],
    ['wx-crate > wx-view', 'color', 'rgba(0, 0, 0, 0.9)'],
    ['wx-crate wx-text', 'font-weight', '700'],
  ];
  for (const [selector, property, wanted] of styles) {
    const found = await styleOf(page, selector, property);
    expect([selector, property, found]).toEqual([selector, property, wanted]);
  }
});

test.each(['desktop', 'phone'] as const)('events on a %s', async (screen) => {
  const { page } = await open(newPhone(stress()), screens[screen]);
  const press = (selector: string) =>
    screen === 'phone' ? shown(page, selector).tap() : shown(page, selector).click();
  await says(page, '.measured', /px$/);
  await shown(page, '.bound input').fill('written');
  await says(page, '.typed', 'written');
  await press('.inner');
  await press('.caught');
  await press('.scripted');
  await press('wx-stars');
  await press('.send');
  const steps = [
    'opened:key',
    'captured',
    'inner:tap:number',
    'outer:inner:outer:here',
    'captured',
    'caught',
    'wxs:wxs',
    'stars:3',
  ];
  await says(page, '.log', steps.join('-'));
});

test('a page that is a component gets its query as properties', async () => {
  const { page } = await open(newPhone(stress()), screens.phone);
  await shown(page, '.away').tap();
  await says(page, '.asked', '7 yes {"id":"7","flag":"yes"}');
});
