import { DAY, MINUTE, SECOND } from './words';

/** The database gives pages of at most this many documents. */
export const PAGE = 200;

/** A formId lives seven days from its tap, a prepay_id from its payment (WeChat docs). */
export const TOKEN_LIFE = 7 * DAY;

/**
 * Open credits are read in larger pages: four for each user of a page of messages still fit. Some 400 KB,
 * where an answer may have 1 MB (-602001) and a thousand documents.
 */
export const CREDIT_PAGE = 800;

/** Sends in flight at the same time. A kill makes at most this many messages ambiguous. */
export const CONCURRENCY = 20;

/** What dead runs have left is settled so many at a time. */
export const RECOVERED_AT_ONCE = 20;

/** The SDK gives up waiting after this time; the send may have left all the same. */
export const CALL_TIMEOUT = 5 * SECOND;

/** A group is not begun with less time than this: mark, record, send, settle. */
export const GROUP_TIME = 2 * CALL_TIMEOUT;

/**
 * A lease outlives everything that may still be in flight: the longest function (60 s), the SDK's
 * default timeout (15 s) and a minute of clock skew.
 */
export const LEASE = 135 * SECOND;

/** A waiting message looks for a credit by itself this often, should a wake-up have been lost. */
export const WAITING_LOOK = 30 * MINUTE;

/** What one run sends in its minute, estimated low. A larger backlog is shared, where that is allowed. */
export const RUN_CAPACITY = 5000;
