/** A page and what it is opened with. */
export interface Place {
  /** From the root, without a leading slash. */
  path: string;
  query: Record<string, string>;
}

/**
 * Reads the address of a page: `/pages/a/a?id=1`, or one that is relative to a page.
 * Values stay as they are written: pages decode them, as in WeChat.
 * @param from path of the page that names it
 */
export function parsePlace(url: string, from: string): Place {
  const [address = '', search = ''] = url.split(/\?(.*)/s);
  const query: Record<string, string> = {};
  for (const pair of search.split('&').filter(Boolean)) {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    query[name] = value;
  }
  return { path: resolvePath(address, from).replace(/\.html$/, ''), query };
}

/** A path from the root, as `from` names it. */
export const resolvePath = (path: string, from: string): string =>
  new URL(path, `http://root/${from}`).pathname.slice(1);

/** The address of a page as the console and `createRoot` take it. */
export const writePlace = ({ path, query }: Place): string => {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
};

/**
 * Where a browser finds an image of the mini-program, whose files lie under `mp/`.
 * @param owner path of the page or component that shows it
 */
export function imageUrl(source: string, owner: string): string {
  if (source === '' || /^(data:|blob:|https?:|\/\/)/.test(source)) return source;
  return `mp/${resolvePath(source, owner)}`;
}
