import type { OpenType } from './builtins/button';
import { reportError, reportUnsupported } from './report';
import { showSettings } from './sheets/settings';
import { LACKING } from './wx/unsupported';

/** What a page hears of a button whose `open-type` the phone lacks. */
const EVENTS: Record<string, string> = {
  getUserInfo: 'getuserinfo',
  getPhoneNumber: 'getphonenumber',
  getRealtimePhoneNumber: 'getrealtimephonenumber',
  chooseAvatar: 'chooseavatar',
  agreePrivacyAuthorization: 'agreeprivacyauthorization',
};

/** Does what the `open-type` of a button says. */
export const openType: OpenType = (kind, node) => {
  if (kind === 'openSetting') {
    showSettings()
      .then(() => node.emit('opensetting', { errMsg: 'openSetting:ok', authSetting: {} }))
      .catch(reportError);
    return;
  }
  reportUnsupported(`<button open-type="${kind}">`);
  const event = EVENTS[kind];
  if (event) node.emit(event, { errMsg: `${kind}:fail ${LACKING}` });
};
