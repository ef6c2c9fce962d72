/** The words of an expression, one after the other. */
export interface Tokens {
  peek(): string | undefined;
  next(): string | undefined;
  /** Steps over the next word if it is this one. */
  take(token: string): boolean;
  /** @throws SyntaxError if the next word is another one */
  expect(token: string): void;
}

const TOKEN =
  /-?\d+(?:\.\d+)?|'[^'\\]*'|"[^"\\]*"|[\p{L}_][\p{L}\p{N}_.]*|[=!]==?|[<>]=?|&&|\|\||\S/gu;

/** Why something that CloudBase or JavaScript has is not here. */
const ABSENT: [RegExp, string][] = [
  [/^get$/, 'get() reads other documents, which the local cloud does not do'],
  [/^request\b/, 'the local cloud does not look into the data of a request'],
  [/^auth\./, 'of a WeChat user only auth.openid is known'],
  [/^doc$/, 'name a field: doc.<field>'],
  [/^[=!]==$/, 'write == or !='],
];

const LANGUAGE =
  'A rule compares doc.<field> with auth.openid, now and literals by == != < <= > >= and in, and joins with && || !(…)';

/** Why an expression cannot be checked: `token` is what is not understood. */
export const notUnderstood = (token: string | undefined): SyntaxError => {
  const reason = ABSENT.find(([name]) => name.test(token ?? ''))?.[1];
  const what = token === undefined ? 'it ends too early' : `"${token}" is not understood there`;
  return new SyntaxError(`${what}${reason ? `: ${reason}` : ''}. ${LANGUAGE}`);
};

/** Takes an expression apart; what is no word of the language is refused when it is reached. */
export function tokensOf(source: string): Tokens {
  const tokens = [...source.matchAll(TOKEN)].map(([token]) => token);
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };
  return {
    peek: () => tokens[at],
    next: () => tokens[at++],
    take,
    expect(token) {
      if (!take(token)) throw notUnderstood(tokens[at]);
    },
  };
}
