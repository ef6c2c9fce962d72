/** Every cloud function of the shop, as its folder exports it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Main } from '../../cloudfunctions/core/handler/main';

const folder = join(__dirname, '../../cloudfunctions');

/** Found on the disk: a new function is tried without anybody's help. */
export const functions: ReadonlyMap<string, Main> = new Map(
  readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'main.ts')))
    .map((name) => [name, (require(join(folder, name, 'main.ts')) as { main: Main }).main]),
);
