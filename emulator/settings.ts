/**
 * Which WeChat is played. `classic`: before 2020, when taps gave formIds and template messages could
 * be sent; `current`: today, when phones give none and template messages answer 45103.
 */
export type Era = 'classic' | 'current';

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

/** The shape of an event push in a cloud function, which nobody has described exactly. */
export interface PushSettings {
  /** One item is an object, or an array of one; several are an array always. */
  list: 'object' | 'array';
  /** The items are at the `top` of the push, or below a field `named` like the event. */
  place: 'top' | 'named';
}

/** How many calls of each API a day may have; one more is answered 45009. */
export interface DailyQuota {
  'templateMessage.send': number;
  'subscribeMessage.send': number;
}

/** What WeChat has taken from the account as a punishment (43107; on the sheet 20005 and `ban`). */
export interface Bans {
  /** No subscribe message at all. */
  subscribe: boolean;
  /** Ids of single subscribe templates. */
  templates: string[];
}

/** WeChat's HTTP API, for programs outside the cloud. */
export interface HttpSettings {
  /** Whether the account's IP white list has the callers; if not, they get no token (40164). */
  ipListed: boolean;
}

export interface Settings {
  era: Era;
  switches: Switches;
  latency: Latency;
  phone: PhoneSettings;
  push: PushSettings;
  quota: DailyQuota;
  bans: Bans;
  http: HttpSettings;
}

/** What a released mini-program gets from a tap in each era. */
export const formIdsOf = (era: Era): PhoneSettings['formIds'] =>
  era === 'current' ? 'deprecated' : 'real';

/**
 * The settings at the start. The quotas are one million template messages (WeChat docs, "Template
 * message") and ten million subscribe messages (WeChat docs, "Subscribe message", accounts without
 * payment).
 */
export const defaultSettings = (era: Era = 'classic'): Settings => ({
  era,
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
  phone: { formIds: formIdsOf(era) },
  push: { list: 'object', place: 'top' },
  quota: { 'templateMessage.send': 1_000_000, 'subscribeMessage.send': 10_000_000 },
  bans: { subscribe: false, templates: [] },
  http: { ipListed: true },
});
