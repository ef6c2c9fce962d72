import * as v from 'valibot';
import type { Card, TemplateDefinition } from '../services';

/** The shape of a delivered card in a saved state. */
export const cardSchema = v.object({
  channel: v.picklist(['template', 'subscribe']),
  templateId: v.string(),
  title: v.string(),
  rows: v.array(
    v.object({
      key: v.string(),
      label: v.string(),
      value: v.string(),
      emphasis: v.exactOptional(v.boolean()),
    }),
  ),
  page: v.string(),
  at: v.number(),
});

/** What a card is made of. */
export interface CardParts {
  channel: Card['channel'];
  template: TemplateDefinition;
  /** Values by keyword; one that is missing is shown empty. */
  values: Record<string, string>;
  /** With its query; empty if the card leads nowhere. */
  page: string;
  /** ms */
  at: number;
  /** Keyword that is shown large, for example `keyword1`. */
  emphasis?: string | undefined;
}

/** The card as it appears on the phone: rows in the template's order, unknown values left out. */
export const renderCard = ({ channel, template, values, page, at, emphasis }: CardParts): Card => ({
  channel,
  templateId: template.templateId,
  title: template.title,
  rows: template.keywords.map(({ key, label }) => ({
    key,
    label,
    value: Object.hasOwn(values, key) ? (values[key] ?? '') : '',
    ...(key === emphasis ? { emphasis: true } : {}),
  })),
  page,
  at,
});

/** The cards in each user's "service notifications". */
export interface Inboxes {
  put(openid: string, card: Card): void;
  /** The oldest card first; a copy. */
  of(openid: string): Card[];
  save(): Record<string, Card[]>;
  restore(cards: Record<string, Card[]>): void;
}

/** Makes empty inboxes. */
export const createInboxes = (): Inboxes => {
  let inboxes = new Map<string, Card[]>();
  return {
    put: (openid, card) => {
      const cards = inboxes.get(openid);
      if (cards) cards.push(card);
      else inboxes.set(openid, [card]);
    },
    of: (openid) => structuredClone(inboxes.get(openid) ?? []),
    save: () => structuredClone(Object.fromEntries(inboxes)),
    restore: (cards) => {
      inboxes = new Map(Object.entries(structuredClone(cards)));
    },
  };
};
