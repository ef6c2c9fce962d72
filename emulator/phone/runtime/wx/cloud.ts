import { api, ApiFailure } from '../api';
import { askCloud } from '../bridge';
import { databaseLibrary } from '../need-database';
import { databaseApi } from './database';
import { withStandIns } from './unsupported';

interface Call {
  name: string;
  data: unknown;
}

/** `wx.cloud`: functions and database of the local cloud, as the phone's user. */
export const cloudApis = (): object =>
  withStandIns(
    {
      init: () => undefined,
      database: databaseApi(
        (action, fields) => askCloud('database', { action, fields }),
        databaseLibrary,
      ),
      callFunction: api<Call>('cloud.callFunction', async ({ name = '', data = {} }) => {
        const answer = await askCloud('call', { name, data });
        if ('result' in answer) return { result: answer.result, requestID: answer.requestId };
        const { errCode, errMsg } = answer.error;
        throw new ApiFailure(errMsg, errCode);
      }),
    },
    'wx.cloud',
  );
