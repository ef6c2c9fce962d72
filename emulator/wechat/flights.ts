import type { Flight } from '../services';
import { type Parameters, textOf } from './sending';

const FREE: Flight = { errcode: undefined, land: () => undefined };

/**
 * The sends that WeChat is working on. It refuses a second subscribe message to a user while one is
 * on its way (43108; WeChat docs, `subscribeMessage.send`).
 */
export const createFlights = () => {
  let busy = new Set<string>();
  return {
    takeOff: (apiName: string, parameters: Parameters): Flight => {
      const openid = textOf(parameters.touser);
      if (apiName !== 'subscribeMessage.send' || openid === '') return FREE;
      if (busy.has(openid)) return { ...FREE, errcode: 43108 };
      busy.add(openid);
      const mine = busy;
      return { errcode: undefined, land: () => void mine.delete(openid) };
    },
    clear: () => void (busy = new Set()),
  };
};
