/** @returns an openid or token that a log may show: enough to compare, too little to use */
export const mask = (secret: string): string =>
  secret.length <= 8 ? '***' : `${secret.slice(0, 3)}***${secret.slice(-3)}`;
