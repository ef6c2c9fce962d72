import { chinaTime } from '../china-time';
import { NONE } from '../words';
import type { Channel, Credit, CreditKind, Message } from '../words';
import type { Letter } from '../ports';
import { environments } from './environments';
import type { FieldType, Scene, SceneFields } from './scene';
import { type SceneName, sceneOf } from './scenes';
import { BadValue, fitted } from './typed-values';

/** The channel that a kind of credit opens. */
export const channelOf = (kind: CreditKind): Channel =>
  kind === 'subscription' || kind === 'longTerm' ? 'subscribe' : 'template';

/** Which template ids of an environment a kind of credit belongs to. */
const idsOf = {
  form: 'template',
  payment: 'template',
  subscription: 'subscribe',
  longTerm: 'longTerm',
} as const;

/** @returns the template that a kind of credit sends a scene with, or undefined if there is none */
export function templateIdOf(env: string, scene: string, kind: CreditKind): string | undefined {
  return environments[env]?.[idsOf[kind]][scene as SceneName];
}

/** @returns the kind of credit that an accept of this template opens, or undefined if nobody uses it */
export function consentKind(env: string, templateId: string): CreditKind | undefined {
  const has = (ids: object = {}) => Object.values(ids).includes(templateId);
  if (has(environments[env]?.longTerm)) return 'longTerm';
  return has(environments[env]?.subscribe) ? 'subscription' : undefined;
}

/** @returns the scenes that are sent with this subscribe template */
export function scenesOf(env: string, templateId: string): string[] {
  const { subscribe = {}, longTerm = {} } = environments[env] ?? {};
  return [subscribe, longTerm].flatMap((ids) =>
    Object.entries(ids).flatMap(([scene, id]) => (id === templateId ? [scene] : [])),
  );
}

/**
 * Renders a message for the channel that its credit opens.
 * @throws BadValue if a typed keyword does not take what it would show; Error if the scene has no
 *   template here
 */
export function letterFor(
  message: Message,
  credit: Pick<Credit, 'kind' | 'token'>,
  env: string,
): Letter {
  const scene = sceneOf(message.scene);
  const channel = channelOf(credit.kind);
  const templateId = templateIdOf(env, message.scene, credit.kind);
  if (!scene || !templateId) {
    throw new Error(`Scene ${message.scene} has no ${channel} template in environment ${env}.`);
  }
  return {
    channel,
    touser: message.openid,
    templateId,
    page: pageOf(scene, message.fields),
    data: channel === 'template' ? keywords(scene, message.fields) : typed(scene, message.fields),
    token: channel === 'template' ? credit.token : NONE,
    emphasisKeyword: `keyword${scene.keywords.indexOf(scene.emphasis) + 1}.DATA`,
  };
}

/**
 * Why a message cannot be rendered with a kind of credit: the keyword with the bad value, or `none`
 * for another reason. A message that was stored before its scene changed may lack a field, and must
 * not stop a run.
 * @returns undefined if it can
 */
export function flawOf(message: Message, kind: CreditKind, env: string): string | undefined {
  try {
    letterFor(message, { kind, token: NONE }, env);
    return undefined;
  } catch (error) {
    return error instanceof BadValue ? error.keyword : NONE;
  }
}

const pageOf = (scene: Scene, fields: SceneFields): string =>
  scene.page.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(fields[field] ?? ''));

function keywords(scene: Scene, fields: SceneFields): Letter['data'] {
  return Object.fromEntries(
    scene.keywords.map((field, i) => [`keyword${i + 1}`, { value: written(scene, fields, field) }]),
  );
}

function typed(scene: Scene, fields: SceneFields): Letter['data'] {
  return Object.fromEntries(
    Object.entries(scene.subscribe).map(([keyword, { field, policy }]) => [
      keyword,
      { value: fitted(keyword, written(scene, fields, field), policy) },
    ]),
  );
}

function written(scene: Scene, fields: SceneFields, field: string): string {
  const value = fields[field] ?? '';
  return writers[scene.fields[field] ?? 'text'](value) || '-'; // an empty value is refused (47003)
}

const writers: Record<FieldType, (value: string | number) => string> = {
  text: (value) =>
    String(value)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  fen: (value) => `￥${(Number(value) / 100).toFixed(2)}`,
  time: (value) => chinaTime(Number(value)),
};
