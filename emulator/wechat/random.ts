import { randomBytes } from 'node:crypto';

/** Gives `size` random bytes; tests inject a predictable one. */
export type RandomBytes = (size: number) => Uint8Array;

/** Random texts in the shapes that WeChat's ids have. */
export interface Random {
  /** `length` lower-case hexadecimal characters. */
  hex(length: number): string;
  /** `length` decimal digits; the first may be 0. */
  digits(length: number): string;
  /** `length` characters of `A-Z a-z 0-9 _ -`. */
  word(length: number): string;
}

/**
 * Makes the source of every random id of WeChat's side.
 * @param bytes where the randomness comes from; `node:crypto` unless a test says otherwise
 */
export const createRandom = (bytes: RandomBytes = randomBytes): Random => ({
  hex: (length) =>
    Buffer.from(bytes(Math.ceil(length / 2)))
      .toString('hex')
      .slice(0, length),
  digits: (length) => Array.from(bytes(length), (byte) => byte % 10).join(''),
  word: (length) =>
    Buffer.from(bytes(Math.ceil((length * 3) / 4)))
      .toString('base64url')
      .slice(0, length),
});
