/** @returns an openid or token that a log may show: enough to compare, too little to use */
export const mask = (secret: string): string =>
  secret.length <= 8 ? '***' : `${secret.slice(0, 3)}***${secret.slice(-3)}`;

/**
 * Masks whatever looks like an openid or a token in a text that somebody else has written: an error of
 * the SDK, what a client has sent. Order numbers have no small letter, and request ids stay, because
 * the cloud's support asks for them.
 */
export const masked = (text: string): string =>
  text.replaceAll(/[\w-]{20,}/g, (word) => (isSecretLike(word) ? mask(word) : word));

const openid = /^o[\w-]{27}$/;
const requestId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isSecretLike = (word: string): boolean =>
  openid.test(word) || (/[a-z]/.test(word) && /\d/.test(word) && !requestId.test(word));

/** @returns the beginning of a text that somebody else may have made long */
export const shortened = (text: string, length = 300): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
