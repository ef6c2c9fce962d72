import * as v from 'valibot';
import type { Choice, SubscriptionSettings } from '../services';

const settings = v.object({
  mainSwitch: v.boolean(),
  itemSettings: v.record(v.string(), v.picklist(['accept', 'reject', 'ban'])),
});
/** The shape of all users' settings in a saved state, by openid. */
export const choicesSchema = v.record(v.string(), settings);

/**
 * What users have settled for good: on the sheet with "always keep", or on the settings page
 * (WeChat docs, `SubscriptionsSetting`).
 */
export interface Choices {
  of(openid: string): SubscriptionSettings;
  /** Keeps the answers of a sheet; `filter` is no answer of the user. */
  remember(openid: string, answers: Record<string, string>): void;
  /** What is not named stays. */
  change(openid: string, change: Partial<SubscriptionSettings>): void;
  save(): Record<string, SubscriptionSettings>;
  restore(saved: Record<string, SubscriptionSettings>): void;
}

const NOTHING_SETTLED: SubscriptionSettings = { mainSwitch: true, itemSettings: {} };

/** Makes an account in which nobody has settled anything. */
export const createChoices = (): Choices => {
  let users = new Map<string, SubscriptionSettings>();
  const of = (openid: string): SubscriptionSettings =>
    structuredClone(users.get(openid) ?? NOTHING_SETTLED);
  const change = (openid: string, { mainSwitch, itemSettings }: Partial<SubscriptionSettings>) => {
    const now = of(openid);
    users.set(openid, {
      mainSwitch: mainSwitch ?? now.mainSwitch,
      itemSettings: { ...now.itemSettings, ...itemSettings },
    });
  };
  return {
    of,
    change,
    remember: (openid, answers) =>
      change(openid, {
        itemSettings: Object.fromEntries(
          Object.entries(answers)
            .filter(([, answer]) => answer !== 'filter')
            .map(([templateId, answer]) => [templateId, choiceOf(answer)]),
        ),
      }),
    save: () => structuredClone(Object.fromEntries(users)),
    restore: (saved) => {
      users = new Map(Object.entries(structuredClone(saved)));
    },
  };
};

const choiceOf = (answer: string): Choice =>
  answer.startsWith('accept') ? 'accept' : answer === 'ban' ? 'ban' : 'reject';
