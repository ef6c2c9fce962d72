import * as v from 'valibot';
import { Refusal } from '../refusal';
import { shortened } from './mask';

/**
 * Checks a request against its schema.
 * @returns the request, with exactly the fields of the schema
 * @throws Refusal INVALID_ARGUMENT that names the field, what was expected and what came
 */
export function validate<T>(schema: v.GenericSchema<unknown, T>, event: unknown): T {
  // one problem is told, so the first ends it: a long list is not gone through
  const result = v.safeParse(schema, withoutPlatformFields(event), { abortEarly: true });
  if (result.success) return result.output;
  throw new Refusal('INVALID_ARGUMENT', sentence(result.issues[0]));
}

/** The platform adds these to the event of a call from a mini-program; nobody may trust them. */
const platformFields = ['userInfo', 'tcbContext'];

function withoutPlatformFields(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event ?? {};
  return Object.fromEntries(Object.entries(event).filter(([key]) => !platformFields.includes(key)));
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `${path} is not a field of this request. Leave it out: the server knows it itself.`;
  }
  if (issue.received === 'undefined') return `${path} is missing.`;
  const wish = issue.kind === 'validation' ? issue.message : `Expected ${issue.expected}`;
  return `${path}: ${wish}, got ${shortened(issue.received, 60)}.`;
}

/** @returns the place of a problem as a developer writes it: `items[0].quantity` */
const pathOf = (issue: v.BaseIssue<unknown>): string =>
  v.getDotPath(issue)?.replace(/\.(\d+)/g, '[$1]') ?? 'the request';
