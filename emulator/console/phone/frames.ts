import type { FromPhone, ToPhone } from '../../phone/protocol';

interface Frame {
  window: Window;
  origin: string;
  /** Its first page is there; before that it hears nothing. */
  isReady: boolean;
}

/** The windows of the phones, by openid. */
export interface Frames {
  add: (openid: string, frame: HTMLIFrameElement, url: string) => void;
  remove: (openid: string) => void;
  /** Tells a phone something; one that is still starting hears the last of it when it is ready. */
  tell: (openid: string, message: ToPhone) => void;
  tellAll: (message: ToPhone) => void;
}

/** Talks to the phones in the frames of this page, each only at its own origin. */
export function createFrames(onMessage: (openid: string, message: FromPhone) => void): Frames {
  const frames = new Map<string, Frame>();
  const waiting = new Map<string, ToPhone>();

  const post = ({ window: target, origin }: Frame, message: ToPhone): void =>
    target.postMessage(message, origin);

  const hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    const [openid, frame] =
      [...frames].find(([, one]) => one.window === source && one.origin === origin) ?? [];
    if (openid === undefined || !frame || !isFromPhone(data)) return;
    if (data.type === 'ready') {
      frame.isReady = true;
      const message = waiting.get(openid);
      waiting.delete(openid);
      if (message) post(frame, message);
    }
    onMessage(openid, data);
  };
  globalThis.addEventListener('message', hear);

  return {
    add(openid, { contentWindow }, url) {
      const { origin } = new URL(url);
      if (contentWindow) frames.set(openid, { window: contentWindow, origin, isReady: false });
    },
    remove: (openid) => void frames.delete(openid),
    tell(openid, message) {
      const frame = frames.get(openid);
      if (frame?.isReady) post(frame, message);
      else if (message.type === 'open') waiting.set(openid, message);
    },
    tellAll(message) {
      for (const frame of frames.values()) if (frame.isReady) post(frame, message);
    },
  };
}

const isFromPhone = (data: unknown): data is FromPhone =>
  typeof data === 'object' &&
  data !== null &&
  'type' in data &&
  (data.type === 'ready' || data.type === 'page');
