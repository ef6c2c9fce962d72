import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './project';
import { atMost, type Report, row, type Row } from './report';

/** KB of our own code in a function, minified. */
const BUDGET = 30;

/** What is uploaded and what browsers load. */
export async function measureSizes(): Promise<Report> {
  const pages = join(root, 'dist/emulator/pages');
  return {
    title: 'Sizes',
    rows: [
      ...(await ownCode()),
      ...['phone/runtime.js', 'console/console.js'].map((file) =>
        row(`${file}, minified and compressed`, sizeOf(readFileSync(join(pages, file)))),
      ),
    ],
  };
}

const kb = (bytes: number): number => Number((bytes / 1000).toFixed(1));
const sizeOf = (content: Buffer): string =>
  `${kb(content.length)} KB, ${kb(gzipSync(content).length)} KB`;

/** Our own code in the largest functions, minified, without the SDK and valibot. */
async function ownCode(): Promise<Row[]> {
  const names = readdirSync(resolve(root, 'cloudfunctions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'core')
    .map((entry) => entry.name);
  const { outputFiles } = await build({
    entryPoints: names.map((name) => ({
      in: join(root, 'cloudfunctions', name, 'main.ts'),
      out: name,
    })),
    outdir: join(root, 'dist/bench/sizes'),
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    platform: 'node',
    target: 'node20',
    external: ['wx-server-sdk', 'valibot'],
  });
  return outputFiles
    .map((file) => ({
      name: file.path.replace(/.*[/\\]|\.js$/g, ''),
      size: kb(file.contents.length),
    }))
    .toSorted((a, b) => b.size - a.size)
    .slice(0, 3)
    .map(({ name, size }) =>
      row(`own code in ${name}, minified`, `${size} KB`, atMost(BUDGET, size, ' KB')),
    );
}
