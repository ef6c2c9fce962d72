import { api } from '../api';
import { askCloud } from '../bridge';
import type { Phone } from '../phone';
import { appEventApis } from './app-events';
import { cloudApis } from './cloud';
import { consentApis } from './consent';
import { feedbackApis } from './feedback';
import { navigationApis } from './navigation';
import { paymentApis } from './payment';
import { queryApis } from './queries';
import { scrollingApis } from './scrolling';
import { settingsApis } from './settings';
import { storageApis } from './storage';
import { systemApis } from './system';
import { withStandIns } from './unsupported';
import { windowApis } from './window';

/** The global `wx` of a phone, for a mini-program whose built-in components are `tags`. */
export function createWx(phone: Phone, tags: string[]): object {
  const apis: Record<string, unknown> = {
    ...navigationApis(phone),
    ...windowApis(phone),
    ...scrollingApis(phone),
    ...storageApis(phone),
    ...systemApis(phone),
    ...appEventApis(phone),
    ...queryApis(phone),
    ...feedbackApis(),
    ...paymentApis(),
    ...consentApis(),
    ...settingsApis(),
    cloud: cloudApis(),
    login: api('login', () => askCloud('login', {})),
    checkSession: api('checkSession', () => undefined),
    canIUse: (what: string) => {
      const [name = ''] = what.split('.');
      return name in apis || tags.includes(name);
    },
  };
  return withStandIns(apis, 'wx');
}
