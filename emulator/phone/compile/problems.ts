import type { CompileProblem } from '../protocol';

/** Mistakes in a mini-program, for the person who wrote it. */
export class MiniProgramProblems extends Error {
  override name = 'MiniProgramProblems';
  constructor(readonly problems: CompileProblem[]) {
    super(problems.map(({ file, message }) => `${file}: ${message}`).join('\n'));
  }
}

/** Collects problems, so that one look shows all of them. */
export type Complain = (problem: CompileProblem) => void;
