import { describeDatabase } from './database-contract';
import { memoryDatabase } from './memory-database';

describeDatabase('in memory', async () => memoryDatabase());
