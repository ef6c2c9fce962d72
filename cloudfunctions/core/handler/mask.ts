/** @returns an openid or token that a log may show: enough to compare, too little to use */
export const mask = (secret: string): string =>
  secret.length <= 8 ? '***' : `${secret.slice(0, 3)}***${secret.slice(-3)}`;

/** @returns the beginning of a text that somebody else may have made long */
export const shortened = (text: string, length = 300): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
