import { chinaTime } from '../china-time';
import { NONE } from '../words';
import type { Channel, Credit, CreditKind, Message } from '../words';
import type { Letter } from '../ports';
import { environments } from './environments';
import type { FieldType, Scene, SceneFields } from './scene';
import { type SceneName, sceneOf } from './scenes';

/** The channel that a kind of credit opens. */
export const channelOf = (kind: CreditKind): Channel =>
  kind === 'subscription' ? 'subscribe' : 'template';

/** @returns the template id of a scene in an environment, or undefined if it has none */
export function templateIdOf(env: string, scene: string, channel: Channel): string | undefined {
  return environments[env]?.[channel][scene as SceneName];
}

/** Renders a message for the channel that its credit opens. */
export function letterFor(
  message: Message,
  credit: Pick<Credit, 'kind' | 'token'>,
  env: string,
): Letter {
  const scene = sceneOf(message.scene);
  const channel = channelOf(credit.kind);
  const templateId = templateIdOf(env, message.scene, channel);
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
 * @returns whether a message can be rendered with any credit that may pay for it. A message that was
 *   stored before its scene changed may lack a field, and must not stop a run.
 */
export function canBeWritten(message: Message, kinds: readonly CreditKind[], env: string): boolean {
  try {
    for (const kind of kinds) letterFor(message, { kind, token: NONE }, env);
    return kinds.length > 0;
  } catch {
    return false;
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
    Object.entries(scene.subscribe).map(([key, field]) => [
      key,
      { value: fitted(key, written(scene, fields, field)) },
    ]),
  );
}

function written(scene: Scene, fields: SceneFields, field: string): string {
  const value = fields[field] ?? '';
  return writers[scene.fields[field] ?? 'text'](value) || '-'; // an empty value is refused (47003)
}

const writers: Record<FieldType, (value: string | number) => string> = {
  text: (value) => String(value).replace(/\s+/g, ' ').trim(),
  fen: (value) => `￥${(Number(value) / 100).toFixed(2)}`,
  time: (value) => chinaTime(Number(value)),
};

/** Longest values by type of a subscribe keyword, in code points (WeChat docs, subscribeMessage.send). */
const longest: Record<string, number> = {
  thing: 20,
  character_string: 32,
  phrase: 5,
  name: 10,
};

/** Shortens a value to what its typed key accepts; the end is marked where the type allows that. */
function fitted(key: string, value: string): string {
  const type = key.replace(/\d+$/, '');
  const points = Array.from(value);
  const limit = longest[type];
  if (!limit || points.length <= limit) return value;
  return type === 'thing'
    ? `${points.slice(0, limit - 1).join('')}…`
    : points.slice(0, limit).join('');
}
