import type { CreditKind, Message } from '../cloudfunctions/core/words';
import { kindsOf } from '../cloudfunctions/core/credits/choose';
import type { Scene } from '../cloudfunctions/core/scenes/scene';
import { channelOf, flawOf, letterFor, templateIdOf } from '../cloudfunctions/core/scenes/letter';
import { type SceneName, scenes } from '../cloudfunctions/core/scenes/scenes';
import { typeOf } from '../cloudfunctions/core/scenes/typed-values';
import { sampleMessage } from '../cloudfunctions/core/testing/scene-samples';
import type { AccountTemplate } from './account-templates';
import { describeType } from './type-words';

/** One line of a card. */
export interface Row {
  keyword: string;
  value: string;
  /** What WeChat takes there, and what happens to a value that does not fit; '' if anything goes. */
  limit: string;
}

/** A scene over one channel. */
export interface Preview {
  channel: 'template' | 'subscribe' | 'longTerm';
  templateId: string;
  rows: Row[];
  problems: string[];
}

export interface SceneReport {
  scene: SceneName;
  title: string;
  page: string;
  /** Kinds of credit that pay for it here, best first. */
  kinds: CreditKind[];
  previews: Preview[];
  problems: string[];
}

/** A subscribe template holds two to five keywords (WeChat docs, addTemplate). */
const KEYWORDS = { least: 2, most: 5 };

/** One kind of credit for each set of template ids. */
const previewed: readonly CreditKind[] = ['form', 'subscription', 'longTerm'];

/**
 * Every scene as an environment would send it, with a sample message.
 * @param account what the account has, if it was asked; it is compared and never changed
 */
export function reportScenes(env: string, account?: readonly AccountTemplate[]): SceneReport[] {
  return (Object.keys(scenes) as SceneName[]).map((scene) => {
    const kinds = kindsOf(scene, env);
    const message = sampleMessage(scene);
    const previews = previewed.flatMap((kind) => previewOf(scene, message, kind, env, account));
    const problems =
      kinds.length > 0 ? [] : [`no template in environment ${env}: it cannot be sent`];
    const { title, page } = scenes[scene];
    return { scene, title, page, kinds, previews, problems };
  });
}

/** Whether anything has to be corrected before a shop goes live. */
export const hasProblems = (report: readonly SceneReport[]): boolean =>
  report.some(({ problems, previews }) =>
    [...problems, ...previews.flatMap((preview) => preview.problems)].some(Boolean),
  );

function previewOf(
  name: SceneName,
  message: Message,
  kind: CreditKind,
  env: string,
  account: readonly AccountTemplate[] | undefined,
): Preview[] {
  const templateId = templateIdOf(env, name, kind);
  if (!templateId) return [];
  const scene: Scene = scenes[name];
  const isTyped = channelOf(kind) === 'subscribe';
  const flaw = flawOf(message, kind, env);
  const data = flaw === undefined ? letterFor(message, { kind, token: 'none' }, env).data : {};
  const rows = Object.entries(data).map(([keyword, { value }]) => ({
    keyword,
    value,
    limit: isTyped ? limitOf(scene, keyword) : '',
  }));
  const problems = [
    ...(flaw === undefined ? [] : [`${flaw} does not take the sample value`]),
    ...(isTyped ? countProblem(rows.length) : []),
    ...(isTyped && account ? differences(scene, { kind, templateId }, account) : []),
  ];
  const channel = kind === 'longTerm' ? 'longTerm' : channelOf(kind);
  return [{ channel, templateId, rows, problems }];
}

const limitOf = (scene: Scene, keyword: string): string =>
  `${describeType(typeOf(keyword))}; ${scene.subscribe[keyword]?.policy ?? 'exact'}`;

const countProblem = (count: number): string[] =>
  count >= KEYWORDS.least && count <= KEYWORDS.most
    ? []
    : [`${count} keywords: a subscribe template has ${KEYWORDS.least} to ${KEYWORDS.most}`];

/** What differs between a scene and its template in the account. */
function differences(
  scene: Scene,
  { kind, templateId }: { kind: CreditKind; templateId: string },
  account: readonly AccountTemplate[],
): string[] {
  const template = account.find((one) => one.templateId === templateId);
  if (!template) return [`the account has no template ${templateId}`];
  const own = Object.keys(scene.subscribe);
  const missing = template.keywords.filter((keyword) => !own.includes(keyword));
  const surplus = own.filter((keyword) => !template.keywords.includes(keyword));
  const longTerm = kind === 'longTerm';
  return [
    ...(template.title === scene.title ? [] : [`its title in the account is ${template.title}`]),
    ...(template.longTerm === longTerm
      ? []
      : [`in the account it is ${template.longTerm ? 'long-term' : 'one-time'}`]),
    ...missing.map(
      (keyword) => `the template also needs ${keyword}: without it WeChat answers 47003`,
    ),
    ...surplus.map((keyword) => `the template has no ${keyword}`),
  ];
}
