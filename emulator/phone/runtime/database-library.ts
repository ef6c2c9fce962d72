import { Db } from '@cloudbase/database';

/** A script of its own: two thirds of the size of the phone, and most mini-programs do without. */
Object.assign(globalThis, { cloudDatabase: Db });
