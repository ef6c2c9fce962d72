import { credits } from '../credits/credits';
import { newId } from '../ids';
import { createAsker, type Choices } from './asker';

/** The app's asker. */
export const consent = createAsker({
  request: (tmplIds) => wx.requestSubscribeMessage({ tmplIds }),
  choices: readChoices,
  report: (id, answers) => credits.consent(id, answers),
  newId,
});

/** @returns what the user has chosen for ever; nothing if WeChat does not tell */
export async function readChoices(): Promise<Choices> {
  const setting = await wx.getSetting({ withSubscriptions: true }).catch(() => undefined);
  const { mainSwitch = true, itemSettings: kept = {} } = setting?.subscriptionsSetting ?? {};
  return { mainSwitch, kept };
}

/** Opens WeChat's settings page, from a tap. @returns when the user has left it */
export async function openChoices(): Promise<void> {
  await wx.openSetting({ withSubscriptions: true }).catch(() => undefined);
}
