import type { Credit } from '../words';
import { isLiving } from './choose';

/** More formIds than this are not kept for a user: nobody can spend them in seven days. */
export const MAX_FORMS = 60;

/**
 * Nor more accepts of one template. Whatever a user allows fits one page of the database (`CREDIT_PAGE`):
 * WeChat gives an account 25 templates (200012), and 60 + 25 × 20 leave 240 for the uses of 80 payments.
 */
export const MAX_ACCEPTS = 20;

/**
 * Chooses what a user has room for. What is dead takes up none, although `sweep` comes but once a day.
 * @param drafts credits that are not stored yet
 * @param open what the user has
 */
export function withinBounds(
  drafts: readonly Credit[],
  open: readonly Credit[],
  now: number,
): Credit[] {
  const counts = new Map<string, number>();
  const count = ({ kind, templateId }: Credit): number => {
    const like = `${kind} ${templateId}`;
    const number = (counts.get(like) ?? 0) + 1;
    counts.set(like, number);
    return number;
  };
  for (const credit of open) if (isLiving(credit, now)) count(credit);
  const mostOf = ({ kind }: Credit): number => (kind === 'form' ? MAX_FORMS : MAX_ACCEPTS);
  return drafts.filter((draft) => count(draft) <= mostOf(draft));
}
