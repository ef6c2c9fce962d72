/** `npm run docs:errors`: writes docs/errors.md. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorsPage, formatted } from './errors-page';

const root = resolve(__dirname, '../..');
writeFileSync(resolve(root, 'docs/errors.md'), formatted(root, errorsPage()));
console.log('docs/errors.md is written.');
