/** The mini-program as WeChat knows it, for calls outside cloud calls. */
export interface WeChatAccount {
  appid: string;
  /** The app secret; `none` for a reader that only takes what is stored. */
  secret: string;
  /** Base address of WeChat's HTTP API, without a slash at its end. */
  api: string;
  /**
   * A `writer` fetches and renews. A `reader` takes what is stored: it never fetches a classic
   * token and never forces a new one, because both would end the token of the live system.
   */
  role: 'writer' | 'reader';
  kind: 'stable' | 'classic';
}

/** Where WeChat's HTTP API is. */
export const WECHAT_API = 'https://api.weixin.qq.com';
