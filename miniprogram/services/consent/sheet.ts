/** A template that can be asked for. */
export interface AskedTemplate {
  templateId: string;
  title: string;
  /** One accept allows any number of sends; WeChat asks for the two kinds apart. */
  longTerm: boolean;
}

/** How many templates a sheet has at most: today, before that, and on the oldest WeChat. */
export const SHEET_SIZES = [5, 3, 1] as const;

/**
 * @returns ids of the templates that fit one sheet, the first ones: WeChat takes no one-time template
 *   together with a long-term one (20002), no more than `size` (20003), and of equal titles only one
 */
export function sheetOf(templates: readonly AskedTemplate[], size: number): string[] {
  const sheet: AskedTemplate[] = [];
  for (const template of templates) {
    const isTwin = sheet.some(({ title }) => title === template.title);
    if (template.longTerm === templates[0]?.longTerm && !isTwin) sheet.push(template);
  }
  return sheet.slice(0, size).map(({ templateId }) => templateId);
}
