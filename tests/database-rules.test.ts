import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDefinition } from '../emulator/database/definition';
import { createDatabase } from '../emulator/database/database';
import { defaultSettings } from '../emulator/settings';

/** Somebody's document in every collection, so that there is something to steal. */
function shop() {
  const file = readFileSync(join(__dirname, '../database.json'), 'utf8');
  const { collections } = checkDefinition(JSON.parse(file));
  const seeded = Object.entries(collections).map(([name, collection]) => [
    name,
    {
      ...collection,
      seed: [...(collection.seed ?? []), { _id: 'theirs', _openid: 'you', openid: 'you' }],
    },
  ]);
  return createDatabase({
    clock: { now: () => 1_700_000_000_000 },
    definition: { collections: Object.fromEntries(seeded) },
    switches: () => defaultSettings().switches,
    onSlowScan: () => undefined,
  });
}

const database = shop();
const names = database.collections().map(({ name }) => name);

const DENIED = expect.objectContaining({ code: 'DATABASE_PERMISSION_DENIED' });

const query = fc.constantFrom(
  '{}',
  '{"_id":"theirs"}',
  '{"_openid":"{openid}"}',
  '{"_openid":"you"}',
  '{"$or":[{"_openid":"{openid}"},{"_id":"theirs"}]}',
  'nonsense',
);
const request = fc.record(
  {
    query,
    data: fc.constantFrom<unknown>(
      ['{"_id":"new"}'],
      '{"$set":{"state":"open"}}',
      '{"state":"open"}',
      '{"$set":{"_openid":"me"}}',
      [],
    ),
    queryType: fc.constantFrom('DOC', 'WHERE'),
    multi: fc.boolean(),
    merge: fc.boolean(),
    upsert: fc.boolean(),
    limit: fc.integer({ min: 1, max: 1000 }),
    transactionId: fc.constantFrom('t'),
  },
  { requiredKeys: [] },
);
const action = fc.constantFrom(
  'database.getDocument',
  'database.calculateDocument',
  'database.insertDocument',
  'database.modifyDocument',
  'database.modifyAndReturnDoc',
  'database.removeDocument',
  'database.aggregateDocuments',
  'database.addCollection',
);

test('pages can neither read nor write any collection of the shop', () => {
  const before = JSON.stringify(database.save());
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom('me', 'you'),
      action,
      request,
      (collectionName, openid, what, body) => {
        const ask = () => database.handleFor(openid, what, { collectionName, ...body });
        expect(ask).toThrow(DENIED);
      },
    ),
    { numRuns: 500 },
  );
  expect(JSON.stringify(database.save())).toBe(before);
});

test.each(names)('%s is closed by a rule of its own', (collectionName) => {
  for (const what of ['getDocument', 'calculateDocument', 'removeDocument']) {
    const ask = () => database.handleFor('you', `database.${what}`, { collectionName });
    expect(ask).toThrow(DENIED);
  }
});
