import type * as v from 'valibot';

/** Says in plain words what is wrong with a field of a project file, to follow the field's name. */
export function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  if (issue.expected === 'never') return 'there is no such field';
  return issue.received === 'undefined' ? 'is missing' : 'must be an object';
}
