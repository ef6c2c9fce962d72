import { GatewayError } from '../errors';
import type { Collection } from './collection';
import { isPlainObject } from './document';
import { parseObject, type Reading } from './ejson';
import { invalid } from './refusals';
import { conditionsIn, optionsIn, textsIn, type Body } from './requests';
import type { Permission, Rules } from './rules';
import { coversQuery, isTrueOf } from './rules-claim';
import type { Known } from './rules-operands';
import { runQuery } from './run-query';

/** wechat-domain 6.2: a page gets so many documents at a time, and so many if it does not say. */
const MOST_DOCUMENTS = 20;

/** The gateway's words (TencentCloudBase/tcb-js-sdk, issue 15). */
const denied = (): GatewayError =>
  new GatewayError('DATABASE_PERMISSION_DENIED', 'Permission denied');

const notWritable = (): GatewayError =>
  invalid('The field _openid is written by the cloud alone. Leave it out.');

/** What decides on a request. */
interface Case {
  collection: Collection;
  rules: Rules;
  known: Known;
}

type Admission = (request: Case, body: Body) => Body;

const parsed = (text: unknown, field: string): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch (error) {
    throw invalid(`Expected \`${field}\` to be EJSON: ${String(error)}`);
  }
  if (!isPlainObject(value)) throw invalid(`Expected \`${field}\` to be an object in EJSON.`);
  return value;
};

/** Puts the user in the place of `'{openid}'`, which pages write because they do not know it. */
const withOpenid = (query: Record<string, unknown>, openid: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (value === '{openid}') return [name, openid];
      const isBranch = name.startsWith('$') && Array.isArray(value) && value.every(isPlainObject);
      return [name, isBranch ? value.map((branch) => withOpenid(branch, openid)) : value];
    }),
  );

const demand = (permission: Permission): void => {
  if (permission === false) throw denied();
};

/** The request with the query that the permission leaves of it. */
const narrowed = (permission: Permission, { known }: Case, body: Body): Body => {
  demand(permission);
  const { openid, now } = known;
  const asked =
    body['query'] === undefined ? {} : withOpenid(parsed(body['query'], 'query'), openid);
  const query = permission === 'creator' ? { $and: [asked, { _openid: openid }] } : asked;
  const request = { ...body, query: JSON.stringify(query) };
  if (typeof permission !== 'function') return request;
  if (coversQuery(permission(known), conditionsIn(request, now))) return request;
  throw denied();
};

const reading = ({ now }: Known): Reading => ({ now, patterns: 'keep' });

/** A new document with its owner, if the rule lets it pass. */
const created = ({ rules, known }: Case, text: unknown, owner: unknown): string => {
  const data = parsed(text, 'data');
  if ('_openid' in data) throw notWritable();
  const whole = JSON.stringify({ _openid: owner, ...data });
  const { create } = rules;
  if (typeof create !== 'function') return whole;
  if (isTrueOf(create(known), parseObject(whole, 'data', reading(known)))) return whole;
  throw denied();
};

const read: Admission = (request, body) => narrowed(request.rules.read, request, body);

const get: Admission = (request, body) => {
  const { limit = MOST_DOCUMENTS } = optionsIn(body);
  return { ...read(request, body), limit: Math.min(limit, MOST_DOCUMENTS) };
};

const insert: Admission = (request, body) => {
  demand(request.rules.create);
  const { openid } = request.known;
  return { ...body, data: textsIn(body).map((text) => created(request, text, openid)) };
};

/** Every operator names the fields that it changes, `$rename` on both sides. */
const changesOwner = (operators: Record<string, unknown>): boolean =>
  Object.entries(operators).some(([operator, fields]) => {
    if (!isPlainObject(fields)) return false;
    const paths = [
      ...Object.keys(fields),
      ...(operator === '$rename' ? Object.values(fields) : []),
    ];
    return paths.some((path) => String(path).split('.')[0] === '_openid');
  });

/** `set` replaces a document, or creates it: both must be allowed, and the owner stays. */
const replaced: Admission = (request, body) => {
  demand(request.rules.create);
  const allowed = narrowed(request.rules.update, request, body);
  const conditions = conditionsIn(allowed, request.known.now);
  const [entry] = runQuery(request.collection, conditions, { limit: 1 }).entries;
  const owner = entry ? entry.document['_openid'] : request.known.openid;
  return { ...allowed, data: created(request, body['data'], owner) };
};

const modify: Admission = (request, body) => {
  if (body['merge'] !== true) return replaced(request, body);
  const allowed = narrowed(request.rules.update, request, body);
  if (changesOwner(parsed(body['data'], 'data'))) throw notWritable();
  return allowed;
};

/** What pages may ask for; everything else is for functions. */
const ADMISSIONS: Partial<Record<string, Admission>> = {
  'database.getDocument': get,
  'database.calculateDocument': read,
  'database.insertDocument': insert,
  'database.modifyDocument': modify,
  'database.removeDocument': (request, body) => narrowed(request.rules.delete, request, body),
};

/**
 * Lets a user's request pass as far as the rules of the collection allow.
 * @returns the request to work on: narrowed to the user's own documents, or signed with the user's openid
 * @throws GatewayError `DATABASE_PERMISSION_DENIED`, or `INVALID_PARAM` for a request that writes `_openid`
 */
export function admit(request: Case, action: string, body: Body): Body {
  const admission = Object.hasOwn(ADMISSIONS, action) ? ADMISSIONS[action] : undefined;
  if (!admission) throw denied();
  return admission(request, body);
}
