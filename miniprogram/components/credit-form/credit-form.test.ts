/** @jest-environment jsdom */
import { builtIns } from '../../testing/built-ins';
import { startPhone, until } from '../../testing/phone';

const open = (properties?: Record<string, unknown>) => {
  const phone = startPhone();
  phone.answers.collectCredits = ({ taps }) => ({
    stored: taps.length,
    duplicates: 0,
    rejected: 0,
  });
  const screen = phone.render('components/credit-form/credit-form', properties);
  return { phone, screen, pressed: screen.heard('press'), formIds: screen.heard('formid') };
};

test('a tap acts at once; its formId follows, and is kept with the time of the tap', async () => {
  const { phone, screen, pressed, formIds } = open();
  const before = Date.now();
  screen.tap('.area');
  await until(() => expect(pressed).toHaveLength(1));
  expect(formIds).toEqual([]);
  await until(() => expect(formIds).toHaveLength(1));
  expect(formIds).toEqual([
    { formId: expect.stringMatching(/^0123456789abcdef/), at: expect.any(Number) },
  ]);
  const { taps } = phone.storage.get('credits') as { taps: { formId: string; at: number }[] };
  expect(taps).toEqual(formIds);
  expect(taps[0]?.at).toBeGreaterThanOrEqual(before);
});

test('junk is handed out, so that the page knows, but never kept', async () => {
  const { phone, screen, formIds } = open();
  builtIns.mintFormId = () => 'the formId is a mock one';
  screen.tap('.area');
  await until(() => expect(formIds).toMatchObject([{ formId: 'the formId is a mock one' }]));
  expect(phone.storage.has('credits')).toBe(false);
});

test('an area that its own tap disables acts once, and brings the formId', async () => {
  const { screen, pressed, formIds } = open();
  screen.rendered.addEventListener('press', () => screen.rendered.setData({ disabled: true }));
  screen.tap('.area');
  screen.tap('.area');
  await until(() => expect(formIds).toHaveLength(2));
  expect(pressed).toHaveLength(1);
});

test('a disabled one does not act', async () => {
  const { screen, pressed, formIds } = open({ disabled: true });
  screen.tap('.area');
  await until(() => expect(formIds).toHaveLength(1));
  expect(pressed).toEqual([]);
});
