import { checkDefinition } from './definition';
import { createTestDatabase } from './testing';

const withIndex = (index: unknown) => ({ collections: { things: { indexes: [index] } } });
const withRules = (rules: unknown) => ({ collections: { things: { rules } } });
const keys = [{ name: 'a', direction: '1' }];

describe('database.json', () => {
  it('is taken as it is when it is right', () => {
    const definition = {
      collections: {
        things: {
          indexes: [{ name: 'a', keys: [{ name: 'a', direction: '1' as const }], unique: true }],
          seed: [{ _id: 1 }],
          rules: { read: true, write: 'auth.openid == doc._openid' },
        },
      },
    };
    expect(checkDefinition(definition)).toEqual(definition);
  });

  it.each([
    [null, 'collections'],
    [{ collections: [] }, 'collections'],
    [{ collections: { things: 5 } }, 'collections.things'],
    [{ collections: { $x: {} } }, 'collections.$x'],
    [{ collections: { things: { seed: {} } } }, 'collections.things.seed'],
    [{ collections: { things: { seed: [{}, 5] } } }, 'collections.things.seed[1]'],
    [withRules(false), 'collections.things.rules'],
    [withRules('OPEN'), 'collections.things.rules'],
    [withRules({ read: true, writes: true }), 'collections.things.rules.writes'],
    [withRules({ read: 1 }), 'collections.things.rules.read'],
    [withRules({ delete: 'get("database.a.b").c == 1' }), 'collections.things.rules.delete'],
    [{ collections: { things: { indexes: {} } } }, 'collections.things.indexes'],
    [withIndex({ keys }), 'collections.things.indexes[0].name'],
    [withIndex({ name: '_id_', keys }), 'collections.things.indexes[0].name'],
    [withIndex({ name: 'a' }), 'collections.things.indexes[0].keys'],
    [withIndex({ name: 'a', keys: [{ direction: '1' }] }), 'indexes[0].keys[0].name'],
    [withIndex({ name: 'a', keys: [{ name: 'a', direction: 1 }] }), 'indexes[0].keys[0].direction'],
    [withIndex({ name: 'a', keys, unique: 'yes' }), 'collections.things.indexes[0].unique'],
    [
      {
        collections: {
          things: {
            indexes: [
              { name: 'a', keys },
              { name: 'a', keys },
            ],
          },
        },
      },
      'collections.things.indexes[1].name',
    ],
  ])('%j: the message names %s', (definition, field) => {
    expect(() => checkDefinition(definition)).toThrow(
      expect.objectContaining({
        code: 'PROJECT_INVALID',
        message: expect.stringContaining(`${field} to be`),
      }),
    );
  });

  it('seeds that break a unique index are refused', () => {
    const indexes = [{ name: 'a', keys: [{ name: 'a', direction: '1' as const }], unique: true }];
    expect(() => createTestDatabase({ indexes, seed: [{ a: 1 }, { a: 1 }] })).toThrow(
      expect.objectContaining({
        code: 'PROJECT_INVALID',
        message: expect.stringMatching(/collection things: E11000/),
      }),
    );
  });
});
