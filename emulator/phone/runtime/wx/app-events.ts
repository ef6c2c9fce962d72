import type { Phone } from '../phone';

type Listener = (value: unknown) => unknown;

/** `wx.onAppShow` and its kin. */
export function appEventApis({ app }: Phone) {
  const pair = (event: Parameters<typeof app.listen>[0]) => ({
    on: (listener: Listener) => app.listen(event, listener),
    off: (listener?: Listener) => app.forget(event, listener),
  });
  const show = pair('onShow');
  const hide = pair('onHide');
  const error = pair('onError');
  const rejection = pair('onUnhandledRejection');
  return {
    onAppShow: show.on,
    offAppShow: show.off,
    onAppHide: hide.on,
    offAppHide: hide.off,
    onError: error.on,
    offError: error.off,
    onUnhandledRejection: rejection.on,
    offUnhandledRejection: rejection.off,
  };
}
