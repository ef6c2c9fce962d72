import * as v from 'valibot';

/** Schemas that several functions share. Messages say what is expected, in the field's words. */

const between = (min: number, max: number) => `Expected ${min} to ${max} characters`;

/** A text of a certain length, without control characters. */
export const text = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(min, between(min, max)),
    v.maxLength(max, between(min, max)),
    // half a character is none, and breaks what it is joined with
    v.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Expected text without control characters'),
  );

/** An order number as `createOrder` gives it. */
export const sn = v.pipe(
  v.string(),
  v.regex(/^[0-9A-Za-z_-]{1,32}$/, 'Expected an order number of up to 32 letters and digits'),
);

/** A parcel, as the carrier's slip names it. */
export const parcel = {
  carrier: text(1, 20),
  trackingNo: v.pipe(
    v.string(),
    v.regex(/^[0-9A-Za-z-]{4,32}$/, 'Expected a tracking number of 4 to 32 letters and digits'),
  ),
};

/** Why the money goes back; the buyer reads it. */
export const refundReason = text(1, 80);

export const integer = (min: number, max: number) => {
  const message = `Expected a whole number from ${min} to ${max}`;
  return v.pipe(v.number(), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
};

export const array = <T extends v.GenericSchema>(item: T, min: number, max: number) => {
  const message = `Expected ${min} to ${max} entries`;
  return v.pipe(v.array(item), v.minLength(min, message), v.maxLength(max, message));
};

/** A request without fields. */
export const nothing = v.strictObject({});

/** A request that only names an order. */
export const orderRequest = v.strictObject({ sn });
