/**
 * What phones give instead of a formId: a sentence in DevTools, another one in trial versions,
 * `requestFormId:fail …` without a network or since 2020.
 */
const junk = [/mock/i, /no longer available/i, /^requestFormId:fail/i];

/** @returns whether a text can be a formId at all: one word of 8 to 128 printable characters */
export const isFormId = (text: string): boolean =>
  /^[\x21-\x7e]{8,128}$/.test(text) && !junk.some((pattern) => pattern.test(text));
