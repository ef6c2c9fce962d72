import { reportUnsupported } from '../report';
import { withStandIns } from './unsupported';

jest.mock('../report', () => ({
  ...jest.requireActual<object>('../report'),
  reportUnsupported: jest.fn(),
}));

const lacking = (): Record<string, () => unknown> =>
  withStandIns({ known: () => 'known' }, 'wx') as Record<string, () => unknown>;

test('what is there stays', () => {
  expect(lacking()['known']?.()).toBe('known');
});

test('what lacks fails and says so', async () => {
  await expect(lacking()['scanCode']?.()).rejects.toEqual({
    errMsg: 'scanCode:fail not supported by the phone of the local cloud',
  });
  expect(reportUnsupported).toHaveBeenCalledWith('wx.scanCode');
});

test('listeners, makers and synchronous calls break no page', async () => {
  const wx = lacking();
  expect(wx['onCompassChange']?.()).toBeUndefined();
  expect(wx['getBatteryInfoSync']?.()).toEqual({});
  const made = wx['createInnerAudioContext']?.() as { play: () => Promise<object> };
  await expect(made.play()).rejects.toEqual({
    errMsg: 'createInnerAudioContext:fail not supported by the phone of the local cloud',
  });
});
