import type { Readable } from 'node:stream';

/** Longer lines are cut into pieces, so that a function cannot fill the memory of the local cloud. */
const LONGEST = 64 * 1024;

/** Calls `onLine` for every line of a text stream, also for a last one without a line end. */
export function splitLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length < LONGEST) return;
    onLine(rest);
    rest = '';
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
