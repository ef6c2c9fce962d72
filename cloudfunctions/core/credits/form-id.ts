/**
 * What phones and DevTools give instead of a formId: sentences in the simulator and in trial
 * versions, `requestFormId:fail …` without a network or since 2020.
 */
const junk = [/mock/i, /^requestFormId:fail/i];

/** Pages of other shops report it as a formId, but its uses are counted as a payment's. */
const prepayId = /^(prepay_id=)?wx\d{14}/;

/** @returns whether a text can be a formId at all: one word of 8 to 128 printable characters */
export const isFormId = (text: string): boolean =>
  /^[\x21-\x7e]{8,128}$/.test(text) && ![...junk, prepayId].some((pattern) => pattern.test(text));
