/** @jest-environment jsdom */
import { startPhone, until } from '../../testing/phone';

const render = (properties: Record<string, unknown> = {}) => {
  const phone = startPhone();
  const form = phone.render('components/ship-form/ship-form', properties);
  return { phone, form, shipped: form.heard('ship') };
};

test.each([
  ['', '请填写快递单号'],
  ['SF1', '单号应为 4 到 32 位字母和数字'],
  ['顺丰 1234', '单号应为 4 到 32 位字母和数字'],
])('a tracking number "%s" is corrected before it leaves', async (trackingNo, problem) => {
  const { form, shipped } = render();
  form.one('.field').dispatchEvent('input', { detail: { value: trackingNo } });
  form.tap('.submit');
  await until(() => expect(form.one('.problem').dom.textContent).toBe(problem));
  form.one('.field').dispatchEvent('input', { detail: { value: 'SF1234' } });
  await until(() => expect(form.one('.problem').dom.textContent).toBe(''));
  expect(shipped).toEqual([]);
});

test('a parcel has a carrier and a tracking number; the submit leaves a formId', async () => {
  const { phone, form, shipped } = render();
  form.all('.carrier')[3]?.dispatchEvent('tap');
  await until(() => expect(form.one('.carrier-on').dom.textContent).toBe('京东快递'));
  form.one('.field').dispatchEvent('input', { detail: { value: 'JD-1234' } });
  form.tap('.submit');
  await until(() => expect(shipped).toEqual([{ carrier: '京东快递', trackingNo: 'JD-1234' }]));
  expect(phone.storage.get('credits')).toMatchObject({ taps: [{}] });
});
