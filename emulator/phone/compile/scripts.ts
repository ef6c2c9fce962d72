import { build, type Message, type Plugin } from 'esbuild';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { CompileProblem } from '../protocol';
import { MiniProgramProblems } from './problems';

/** What a script of a mini-program does not have: there is no web page on a phone. */
const ABSENT = ['window', 'document', 'localStorage', 'sessionStorage', 'fetch', 'XMLHttpRequest'];

/**
 * Bundles the code that starts the phone with every script it requires.
 * @param entry JavaScript that requires the scripts by their path from the root
 * @throws MiniProgramProblems for what esbuild does not understand or find
 */
export async function bundleScripts(root: string, entry: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      stdin: {
        contents: entry,
        resolveDir: root,
        sourcefile: 'start-of-the-phone.js',
        loader: 'js',
      },
      absWorkingDir: root,
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      logLevel: 'silent',
      define: Object.fromEntries(ABSENT.map((name) => [name, 'undefined'])),
      plugins: [wechatPaths(root)],
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    if (!hasErrors(error)) throw error;
    throw new MiniProgramProblems(error.errors.map((message) => problemOf(root, message)));
  }
}

/** WeChat reads `/a` from the root, `a` beside the file, and packages from `miniprogram_npm`. */
const wechatPaths = (root: string): Plugin => ({
  name: 'wechat-paths',
  setup(bundle) {
    bundle.onResolve({ filter: /^\// }, ({ path }) => fileAt(join(root, path)));
    bundle.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
      const places = [join(dirname(importer), path), join(root, 'miniprogram_npm', path)];
      return places.map(fileAt).find(Boolean);
    });
  },
});

const fileAt = (place: string): { path: string } | undefined => {
  const endings = ['', '.ts', '.js', '/index.ts', '/index.js'];
  const path = endings.map((ending) => place + ending).find((file) => isScript(file));
  return path === undefined ? undefined : { path };
};

const isScript = (file: string): boolean => /\.[jt]s$/.test(file) && existsSync(file);

const hasErrors = (error: unknown): error is { errors: Message[] } =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);

const problemOf = (root: string, { text, location }: Message): CompileProblem => ({
  file: location ? relative(root, join(root, location.file)) : 'the scripts',
  message: text,
  ...(location ? { line: location.line, column: location.column + 1 } : {}),
});
