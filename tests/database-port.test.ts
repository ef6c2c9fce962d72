import { cloudDatabase } from '../cloudfunctions/core/cloud/database';
import { sdk } from '../cloudfunctions/core/cloud/sdk';
import type { Query } from '../cloudfunctions/core/ports';
import { describeDatabase } from '../cloudfunctions/core/testing/database-contract';
import { pointSdkAt } from '../scripts/outsider';
import { withLocalCloud } from './cloud';

const local = withLocalCloud();

describe.each(['ordered', 'unordered'] as const)('batch inserts %s', (batchInsert) => {
  describeDatabase('wx-server-sdk on the local cloud', async () => {
    const { hub, cloud } = local();
    pointSdkAt(cloud.url, 'local-hongyan');
    await hub.settings({ switches: { batchInsert } });
    const db = cloudDatabase(sdk().database());
    await db.remove('goods', {});
    return db;
  });
});

test('a condition that is undefined throws, because the SDK would drop the fence', async () => {
  const { cloud } = local();
  pointSdkAt(cloud.url, 'local-hongyan');
  const db = cloudDatabase(sdk().database());
  const query = { _id: 'tea', claim: undefined } as unknown as Query;
  await expect(db.update('credits', query, { state: 'open' })).rejects.toThrow('query.claim');
});

test('a collection that is missing is an error, not an empty result', async () => {
  const { cloud } = local();
  pointSdkAt(cloud.url, 'local-hongyan');
  const db = cloudDatabase(sdk().database());
  await expect(db.find('nowhere' as 'goods', {}, { limit: 1 })).rejects.toThrow('-502005');
});
