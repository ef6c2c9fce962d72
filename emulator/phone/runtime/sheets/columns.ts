import { h } from '../dom';
import { openDialog, sheetButton } from './dialog';

/** What a picker offers. */
export interface Wheels {
  /** The texts of each column, when these are chosen. */
  columns: (chosen: number[]) => string[][];
  start: number[];
  /** The picker's value for what is chosen. */
  read: (chosen: number[]) => unknown;
  /** A column has come to rest on another text. */
  moved?: (column: number, index: number) => void;
}

/** Height of a line; the styles of `.wheel` say the same. */
const LINE_PX = 48;

/**
 * Asks for one line of each column.
 * @returns the chosen lines; undefined if the user cancels
 */
export const askColumns = (title: string, wheels: Wheels): Promise<number[] | undefined> =>
  new Promise((resolve) => {
    const chosen = [...wheels.start];
    const answer = (result: number[] | undefined): void => {
      dialog.close();
      resolve(result);
    };
    const box = h('div', { class: 'wheels' });
    const head = h(
      'div',
      { class: 'sheet-head' },
      sheetButton('取消', 'link', () => answer(undefined)),
      h('h2', {}, title),
      sheetButton('确定', 'link', () => answer(clamped(wheels, chosen)), {
        class: 'button-link strong',
      }),
    );
    const dialog = openDialog(title, 'sheet', () => answer(undefined), head, box);
    const refresh = (): void => fill(box, wheels, chosen, refresh);
    refresh();
  });

const clamped = (wheels: Wheels, chosen: number[]): number[] =>
  wheels.columns(chosen).map((column, index) => indexIn(column, chosen[index]));

const indexIn = (column: string[], index = 0): number =>
  Math.max(Math.min(index, column.length - 1), 0);

/** Draws the columns anew where their texts have changed. */
function fill(box: HTMLElement, wheels: Wheels, chosen: number[], refresh: () => void): void {
  wheels.columns(chosen).forEach((column, index) => {
    const old = box.children[index];
    const text = column.join('\n');
    if (old?.getAttribute('data-lines') === text) return;
    const wheel = drawWheel(column, indexIn(column, chosen[index]), (line) => {
      chosen[index] = line;
      wheels.moved?.(index, line);
      refresh();
    });
    wheel.setAttribute('data-lines', text);
    if (old) old.replaceWith(wheel);
    else box.append(wheel);
    wheel.scrollTop = indexIn(column, chosen[index]) * LINE_PX;
  });
}

function drawWheel(lines: string[], start: number, rested: (line: number) => void): HTMLElement {
  let current = start;
  const options = lines.map((line, index) =>
    h(
      'div',
      { role: 'option', 'aria-selected': String(index === start), onclick: () => turn(index) },
      line,
    ),
  );
  const wheel = h('div', { class: 'wheel', role: 'listbox', tabindex: '0' }, ...options);
  const choose = (line: number): void => {
    if (line === current || !options[line]) return;
    options[current]?.setAttribute('aria-selected', 'false');
    options[line].setAttribute('aria-selected', 'true');
    current = line;
    rested(line);
  };
  const turn = (line: number): void => {
    wheel.scrollTop = line * LINE_PX;
    choose(line);
  };
  wheel.addEventListener('scrollend', () => choose(Math.round(wheel.scrollTop / LINE_PX)));
  wheel.addEventListener('keydown', ({ key }) => {
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (options[current + step]) turn(current + step);
  });
  return wheel;
}
