import type { AccountDefinition } from '../services';
import type { Random } from './random';

/** The service provider of Cloud Development, under which every merchant is a `sub_mch_id`. */
export const PROVIDER = { appid: 'wx0000000000000000', mchId: '1800008281' } as const;

/** `err_code` of a business error (WeChat Pay docs, the tables of the single calls). */
export type PayErrorCode =
  | 'ERROR'
  | 'ORDERCLOSED'
  | 'ORDERNOTEXIST'
  | 'ORDERPAID'
  | 'OUT_TRADE_NO_USED'
  | 'PARAM_ERROR'
  | 'REFUNDNOTEXIST'
  | 'TRADE_OVERDUE';

/** The three answers a `cloudPay` call can get; all are HTTP 200 and none makes the SDK throw. */
export interface PayAnswers {
  /** The call itself is wrong: only `return_code: FAIL` and `return_msg`. */
  malformed(returnMsg: string): Record<string, unknown>;
  /** The call is fine but not possible: `result_code: FAIL` with `err_code` and `err_code_des`. */
  refused(subMchId: string, code: PayErrorCode, description: string): Record<string, unknown>;
  succeeded(subMchId: string, fields: Record<string, unknown>): Record<string, unknown>;
}

/** Makes the answers of one account (WeChat Pay docs, "Return parameters"). */
export const createPayAnswers = (
  { appid }: Pick<AccountDefinition, 'appid'>,
  random: Random,
): PayAnswers => {
  const common = (subMchId: string) => ({
    return_code: 'SUCCESS',
    return_msg: 'OK',
    appid: PROVIDER.appid,
    mch_id: PROVIDER.mchId,
    sub_appid: appid,
    sub_mch_id: subMchId,
    nonce_str: random.hex(32),
    sign: random.hex(32).toUpperCase(),
  });
  return {
    malformed: (returnMsg) => ({ return_code: 'FAIL', return_msg: returnMsg }),
    refused: (subMchId, code, description) => ({
      ...common(subMchId),
      result_code: 'FAIL',
      err_code: code,
      err_code_des: description,
    }),
    succeeded: (subMchId, fields) => ({ ...common(subMchId), result_code: 'SUCCESS', ...fields }),
  };
};
