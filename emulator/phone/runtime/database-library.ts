import { Db } from '@cloudbase/database';

/** A script of its own: as large as half of the phone, and most mini-programs do without. */
Object.assign(globalThis, { cloudDatabase: Db });
