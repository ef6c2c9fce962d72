import type { CompileProblem } from '../protocol';
import { h } from './dom';

/** Shows the mistakes of a mini-program in place of it, with how to go on. */
export function showProblems(problems: CompileProblem[]): void {
  const items = problems.map(({ file, line, column, message }) =>
    h(
      'li',
      {},
      h('code', {}, [file, line, column].filter((part) => part !== undefined).join(':')),
      h('p', {}, message),
    ),
  );
  const again = h(
    'button',
    { type: 'button', class: 'button-primary', onclick: () => location.reload() },
    '重新加载',
  );
  document.body.append(
    h(
      'section',
      { class: 'problems', role: 'alert' },
      h('h1', {}, '小程序无法启动'),
      h('p', {}, `有 ${problems.length} 处问题。改好后点“重新加载”。`),
      h('ol', {}, ...items),
      again,
    ),
  );
}
