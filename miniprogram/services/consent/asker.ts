import { failureOf, type WechatFailure } from '../cloud/call-error';
import { sheetOf, SHEET_SIZES, type AskedTemplate } from './sheet';

export type { AskedTemplate };

/** How a consent sheet was left; `consentSentence` says it in words. */
export type ConsentResult =
  | 'accepted' // at least one template
  | 'rejected' // not this time
  | 'settled' // "no" is kept for ever: only the settings page changes it
  | 'off' // the user has switched off all messages of this mini-program
  | 'barred' // WeChat does not allow these templates, or this mini-program
  | 'again' // the sheet could not open here; the next tap opens it
  | 'offline' // nobody knows whether WeChat has counted an answer
  | 'busy' // a sheet is open already
  | 'failed'; // a mistake in what was asked for

export interface ConsentOutcome {
  result: ConsentResult;
  /** How many templates were allowed. */
  accepted: number;
  /** WeChat's word for every template that was asked for: `accept`, `reject`, `ban`, `filter` … */
  answers: Record<string, string>;
  /** WeChat's words if the sheet did not open, for developers. */
  failure?: WechatFailure;
}

/** What the user has chosen for ever on WeChat's settings page. */
export interface Choices {
  /** False: no sheet opens, and nothing arrives. */
  mainSwitch: boolean;
  /** Template id → `accept`, `reject`, `ban`; only templates with a choice that is kept. */
  kept: Record<string, string>;
}

/** What an asker needs from outside. */
export interface AskerPorts {
  /** `wx.requestSubscribeMessage`: rejects with `errMsg` and `errCode`. */
  request: (tmplIds: string[]) => Promise<Record<string, unknown>>;
  choices: () => Promise<Choices>;
  /** Brings the answers to the server; the id makes a repeat count once. */
  report: (id: string, answers: Record<string, string>) => unknown;
  newId: () => string;
}

export interface Asker {
  /**
   * Asks for permission to send. Call it before any `await` in the handler of a tap, or in the success
   * callback of a payment: WeChat opens its sheet nowhere else (docs of `wx.requestSubscribeMessage`).
   * The answers are reported by themselves. Never rejects.
   * @param templates the most useful first; those that fit one sheet are asked for
   */
  ask: (templates: readonly AskedTemplate[]) => Promise<ConsentOutcome>;
}

/** @returns an asker: one sheet at a time, and every sheet as WeChat takes it */
export function createAsker(ports: AskerPorts): Asker {
  let isOpen = false;
  let size: number = SHEET_SIZES[0];

  /** An old WeChat takes fewer templates; it says so only when it is asked. */
  async function request(templates: readonly AskedTemplate[]): Promise<Record<string, string>> {
    const tmplIds = sheetOf(templates, size);
    try {
      return answersIn(await ports.request(tmplIds), tmplIds);
    } catch (thrown) {
      const smaller = SHEET_SIZES.find((one) => one < tmplIds.length);
      if (failureOf(thrown).errCode !== 20003 || smaller === undefined) throw thrown;
      size = smaller;
      return request(templates);
    }
  }

  async function askOnce(templates: readonly AskedTemplate[]): Promise<ConsentOutcome> {
    try {
      const answers = await request(templates);
      ports.report(ports.newId(), answers);
      return { ...(await meaningOf(answers, ports.choices)), answers };
    } catch (thrown) {
      const failure = failureOf(thrown);
      return { result: resultOf(failure), accepted: 0, answers: {}, failure };
    }
  }

  return {
    async ask(templates) {
      if (isOpen) return { result: 'busy', accepted: 0, answers: {} };
      isOpen = true;
      try {
        return await askOnce(templates);
      } finally {
        isOpen = false;
      }
    },
  };
}

/** Success carries one field for each template, beside its `errMsg`. */
function answersIn(
  result: Record<string, unknown>,
  tmplIds: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    tmplIds.flatMap((id) => (typeof result[id] === 'string' ? [[id, result[id]]] : [])),
  );
}

/** A sheet that did not even open answers `reject` too, if that is what the user has kept. */
async function meaningOf(
  answers: Record<string, string>,
  choices: AskerPorts['choices'],
): Promise<Pick<ConsentOutcome, 'result' | 'accepted'>> {
  const accepted = Object.values(answers).filter((one) => one.startsWith('accept')).length;
  if (accepted > 0) return { result: 'accepted', accepted };
  const rejected = Object.keys(answers).filter((id) => answers[id] === 'reject');
  if (rejected.length === 0) return { result: 'barred', accepted };
  const kept = await choices().then(
    (all) => all.kept,
    (): Choices['kept'] => ({}),
  );
  const isSettled = rejected.every((id) => kept[id] === 'reject');
  return { result: isSettled ? 'settled' : 'rejected', accepted };
}

/** Codes of `wx.requestSubscribeMessage` (its docs) that are not a mistake of the mini-program. */
const results: Readonly<Record<number, ConsentResult>> = {
  10002: 'offline',
  10003: 'offline',
  10005: 'again',
  20004: 'off',
  20005: 'barred',
};

/** The two failures without a code are told by their text. */
function resultOf({ errCode = 0, errMsg = '' }: WechatFailure): ConsentResult {
  if (/TAP gesture/i.test(errMsg)) return 'again';
  if (/last call has not ended/i.test(errMsg)) return 'busy';
  return results[errCode] ?? 'failed';
}
