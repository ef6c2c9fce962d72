/**
 * What nobody knows about the real cloud is a switch here: the product's proofs must hold under
 * every setting. Each default is the likelier behaviour, not a verified one.
 */
export interface Switches {
  /** A send that WeChat answers with an error (a bad page, a bad value) still spends the credit. */
  failedSendSpends: boolean;
  /** A send that is answered -1 was delivered all the same. */
  busyDelivers: boolean;
  /** The code for a formId or prepay_id older than seven days. */
  expiredAnswer: 41028 | 41029;
  /** The code for a formId or prepay_id without uses left. */
  usedAnswer: 41028 | 41029;
  /** A batch insert that meets a duplicate: `ordered` stops there, `unordered` inserts the rest. */
  batchInsert: 'ordered' | 'unordered';
  /** The first read after a write of a document still sees it as it was before that write. */
  staleReads: boolean;
  /** `updated` counts documents that changed, or documents that matched. */
  updatedCounts: 'modified' | 'matched';
}

/** Real milliseconds that every call waits before its work is done. */
export interface Latency {
  databaseMs: number;
  wechatMs: number;
}

/** What a submitted form gives as its formId (WeChat reference, section 1.1). */
export interface PhoneSettings {
  /**
   * `real`: a formId that works, as before 2020; `mock`: DevTools; `unavailable`: a trial version;
   * `deprecated`: a released version today.
   */
  formIds: 'real' | 'mock' | 'unavailable' | 'deprecated';
}

export interface Settings {
  switches: Switches;
  latency: Latency;
  phone: PhoneSettings;
}

export const defaultSettings = (): Settings => ({
  switches: {
    failedSendSpends: false,
    busyDelivers: false,
    expiredAnswer: 41028,
    usedAnswer: 41029,
    batchInsert: 'ordered',
    staleReads: false,
    updatedCounts: 'modified',
  },
  latency: { databaseMs: 0, wechatMs: 0 },
  phone: { formIds: 'real' },
});
