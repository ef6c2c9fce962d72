import type { Context, MiddlewareHandler } from 'hono';
import * as v from 'valibot';
import { badRequest, HubProblem } from './problem';

const MB = 1024 * 1024;
/** Largest body in bytes; an import carries a whole database. */
const LIMITS = { usual: MB, import: 200 * MB };

/**
 * Refuses bodies that are not JSON. A form of a foreign page can send other types without asking
 * the browser first, JSON it cannot.
 */
export const requireJson: MiddlewareHandler = async (c, next) => {
  const { req } = c;
  const hasBody = req.header('transfer-encoding') ?? req.header('content-length') ?? '0';
  const type = req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (hasBody !== '0' && type !== 'application/json') {
    throw new HubProblem(
      415,
      'NOT_JSON',
      `The body is "${type ?? 'of no type'}". Send JSON with the header Content-Type: application/json.`,
    );
  }
  await next();
};

/**
 * Reads and checks the JSON body of a request; no body counts as `{}`.
 * @throws HubProblem `TOO_LARGE`, or `BAD_REQUEST` that names the field
 */
export async function readBody<T extends v.GenericSchema>(
  c: Context,
  schema: T,
  limit: keyof typeof LIMITS = 'usual',
): Promise<v.InferOutput<T>> {
  const text = await readText(c.req.raw, LIMITS[limit]);
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw badRequest(`The body is not valid JSON: ${error instanceof Error ? error.message : ''}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('The body must be a JSON object.');
  }
  const checked = v.safeParse(schema, value);
  if (checked.success) return checked.output;
  throw badRequest(explain(checked.issues[0]));
}

/** Says in one sentence what is wrong with a body. */
export function explain(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? 'the body';
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `There is no field "${field}" here. Leave it out, or correct its name.`;
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') {
    return `The field "${field}" is missing.`;
  }
  return `${field}: ${issue.message}.`;
}

async function readText({ body }: Request, limit: number): Promise<string> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) {
      const text = `The body is larger than ${limit / MB} MB. Send it in parts.`;
      throw new HubProblem(413, 'TOO_LARGE', text);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
