import { api, ApiFailure } from '../api';
import { reportUnsupported } from '../report';

/** How every API that the phone lacks fails. */
export const LACKING = 'not supported by the phone of the local cloud';

/**
 * Adds an answer for everything that the phone lacks: it is never silent, and breaks a page only
 * where the page itself does not expect a failure.
 * @param prefix what stands before the names: `wx`, `wx.cloud`
 */
export function withStandIns<Apis extends object>(apis: Apis, prefix: string): Apis {
  const made = new Map<string, unknown>();
  return new Proxy(apis, {
    get(target, name) {
      // With a `then` it would be a promise to whoever gives it back from an async function.
      if (typeof name === 'symbol' || name === 'then' || name in target)
        return Reflect.get(target, name) as unknown;
      if (!made.has(name)) made.set(name, standInFor(name, `${prefix}.${name}`));
      return made.get(name);
    },
  });
}

/** What stands in follows the name: listeners wait for ever, makers make something inert. */
function standInFor(name: string, what: string): unknown {
  const short = what.replace(/^wx\./, '');
  const told =
    <Result>(give: () => Result) =>
    (): Result => {
      reportUnsupported(what);
      return give();
    };
  if (/^(on|off)[A-Z]/.test(name)) return told(() => undefined);
  if (name.endsWith('Sync')) return told(() => ({}));
  if (/^(create|get\w+Manager$|aggregate$|watch$)/.test(name)) return told(() => inert(short));
  return api(short, () => {
    reportUnsupported(what);
    throw new ApiFailure(LACKING);
  });
}

/** Every member is a function that gives the same again; awaiting it fails. */
function inert(name: string): object {
  const lacking: object = new Proxy(() => lacking, {
    get: (_target, member) => {
      if (member === 'then') return fails;
      return typeof member === 'symbol' ? undefined : lacking;
    },
    apply: () => lacking,
  });
  const fails = (_done: unknown, failed?: (reason: object) => void): void =>
    failed?.({ errMsg: `${name}:fail ${LACKING}` });
  return lacking;
}
