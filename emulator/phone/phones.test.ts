import { createPhones } from './phones';

test('a key belongs to one user until a reset', () => {
  const phones = createPhones();
  const key = phones.keyOf('wang');
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect([phones.keyOf('wang'), phones.keyOf('li') === key]).toEqual([key, false]);
  expect([phones.userOf(key), phones.userOf('else')]).toEqual(['wang', undefined]);
  phones.reset();
  expect(phones.userOf(key)).toBeUndefined();
});

test('what is stored belongs to one user and survives a saved state', () => {
  const phones = createPhones();
  phones.store('wang', 'cart', '[1]');
  phones.store('wang', 'old', '1');
  phones.store('wang', 'old');
  phones.store('li', 'cart', '[2]');
  phones.clear('li');
  const saved = phones.save();
  phones.store('wang', 'cart', '[]');
  phones.restore(saved);
  expect([phones.storageOf('wang'), phones.storageOf('li')]).toEqual([{ cart: '[1]' }, {}]);
});

test('ten megabytes are the most, and what was there stays', () => {
  const phones = createPhones();
  phones.store('wang', 'cart', '[1]');
  expect(() => phones.store('wang', 'film', 'x'.repeat(11_000_000))).toThrow('10 MB at most');
  expect(phones.storageOf('wang')).toEqual({ cart: '[1]' });
});
