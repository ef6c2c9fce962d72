import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Compiles a mini-program when it is asked for, and again only after one of its files has changed.
 * @param root folder with `app.json`
 * @returns a function that gives the script `app.js`
 */
export function createBuilder(root: string): () => Promise<string> {
  let built: { stamp: string; script: Promise<string> } | undefined;
  return () => {
    const stamp = stampOf(root);
    if (built?.stamp !== stamp) {
      // The compilers take a tenth of a second to load, and only the phone needs them.
      const script = import('./compile/compile').then((module) => module.compileMiniProgram(root));
      script.catch(() => (built = undefined));
      built = { stamp, script };
    }
    return built.script;
  };
}

/** Name, size and time of every file; another one means that something has changed. */
function stampOf(root: string): string {
  const lines: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.name === 'node_modules') continue;
      if (entry.isDirectory()) walk(path);
      else {
        const { size, mtimeMs } = statSync(join(root, path));
        lines.push(`${path} ${size} ${mtimeMs}`);
      }
    }
  };
  walk('');
  return lines.join('\n');
}
