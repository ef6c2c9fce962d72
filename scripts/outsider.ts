import { sdk } from '../cloudfunctions/core/cloud/sdk';

/** A send as the tutorials do it: no ledger, whatever token comes to hand. */
export interface BareSend {
  touser: string;
  templateId: string;
  token: string;
  page: string;
}

/** Points the SDK of this process at a local cloud, as a server outside the functions would. */
export function pointSdkAt(url: string, env: string): void {
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TENCENTCLOUD_SESSIONTOKEN: 'local',
    SCF_NAMESPACE: env,
    TCB_ENV: env,
    TCB_CONTEXT_KEYS: 'TCB_ENV',
    WX_CONTEXT_KEYS: '',
    SILENCE: 'true',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/admin` }),
  });
}

/** @returns a function that sends and gives WeChat's code, 0 if it was delivered */
export function connectOutsider(url: string, env: string): (send: BareSend) => Promise<number> {
  pointSdkAt(url, env);
  return async ({ touser, templateId, token, page }) => {
    try {
      const { templateMessage } = sdk().openapi({ convertCase: false });
      const data = { keyword1: { value: '-' } };
      await templateMessage.send({ touser, template_id: templateId, form_id: token, page, data });
      return 0;
    } catch (error) {
      return (error as { errCode: number }).errCode;
    }
  };
}
