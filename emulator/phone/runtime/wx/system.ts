import { api } from '../api';
import { place } from '../dom';
import { afterThisTask } from '../gesture';
import type { Phone } from '../phone';
import { showToast } from '../sheets/toast';

/** The base library whose behaviour the phone follows. */
const SDK_VERSION = '3.8.0';

/** The capsule at the right of the navigation bar, as the styles place it. */
const CAPSULE = { width: 87, height: 32, top: 6, right: 7 };

/** The APIs that tell about the phone and the mini-program. */
export function systemApis(phone: Phone) {
  const device = () => ({
    brand: 'devtools',
    model: 'Hongyan',
    system: 'iOS 17.0',
    platform: 'devtools',
    pixelRatio: devicePixelRatio,
  });
  const app = () => ({
    SDKVersion: SDK_VERSION,
    version: '8.0.50',
    language: 'zh_CN',
    theme: 'light',
    fontSizeSetting: 16,
    enableDebug: false,
  });
  const system = () => ({ ...device(), ...app(), ...windowInfo() });
  return {
    getSystemInfoSync: system,
    getSystemInfo: api('getSystemInfo', system),
    getSystemInfoAsync: api('getSystemInfoAsync', system),
    getWindowInfo: windowInfo,
    getDeviceInfo: device,
    getAppBaseInfo: app,
    getMenuButtonBoundingClientRect: capsulePlace,
    getAccountInfoSync: () => ({
      miniProgram: { appId: phone.start.appid, envVersion: 'develop', version: '' },
      plugin: {},
    }),
    getLaunchOptionsSync: () => phone.launched,
    getEnterOptionsSync: () => phone.entered,
    getNetworkType: api('getNetworkType', () => ({ networkType: 'wifi', isConnected: true })),
    getUpdateManager: () => ({
      onCheckForUpdate: ignore,
      onUpdateReady: ignore,
      onUpdateFailed: ignore,
      applyUpdate: ignore,
    }),
    nextTick: afterThisTask,
    vibrateShort: api('vibrateShort', ignore),
    vibrateLong: api('vibrateLong', ignore),
    env: { USER_DATA_PATH: 'http://usr' },
    ...clipboard(),
  };
}

const ignore = (): void => undefined;

function windowInfo() {
  const { clientHeight } = place('pages');
  const screen = { screenWidth: innerWidth, screenHeight: innerHeight };
  const safeArea = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  return {
    ...screen,
    windowWidth: innerWidth,
    windowHeight: clientHeight,
    statusBarHeight: 0,
    screenTop: innerHeight - clientHeight,
    pixelRatio: devicePixelRatio,
    safeArea: { ...safeArea, width: innerWidth, height: innerHeight },
  };
}

function capsulePlace() {
  const { width, height, top, right } = CAPSULE;
  const left = innerWidth - right - width;
  return { width, height, top, left, right: left + width, bottom: top + height };
}

/** Kept in memory: the phone may not read the computer's clipboard. */
function clipboard() {
  let data = '';
  return {
    setClipboardData: api<{ data: string }>('setClipboardData', (options) => {
      data = options.data ?? '';
      showToast({ title: '内容已复制', icon: 'success', image: '', mask: false, duration: 1500 });
    }),
    getClipboardData: api('getClipboardData', () => ({ data })),
  };
}
