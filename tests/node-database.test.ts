import tcb from '@cloudbase/node-sdk';
import { nodeDatabase } from '../cloudfunctions/core/cloud/node-database';
import type { Query } from '../cloudfunctions/core/ports';
import { describeDatabase } from '../cloudfunctions/core/testing/database-contract';
import { pointSdkAt } from '../scripts/outsider';
import { withLocalCloud } from './cloud';

const local = withLocalCloud();

function open() {
  pointSdkAt(local().cloud.url, 'local-hongyan');
  return nodeDatabase(tcb.init({ env: 'local-hongyan' }).database());
}

describe.each(['ordered', 'unordered'] as const)('batch inserts %s', (batchInsert) => {
  describeDatabase('@cloudbase/node-sdk on the local cloud', async () => {
    await local().hub.settings({ switches: { batchInsert } });
    const db = open();
    await db.remove('goods', {});
    return db;
  });
});

test('a condition that is undefined throws, because the SDK would drop the fence', async () => {
  const query = { _id: 'tea', claim: undefined } as unknown as Query;
  await expect(open().update('credits', query, { state: 'open' })).rejects.toThrow('query.claim');
});

test('a collection that is missing is an error, not an empty result', async () => {
  const missing = open().find('nowhere' as 'goods', {}, { limit: 1 });
  await expect(missing).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' });
});
