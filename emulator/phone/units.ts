/** The width of the screen is 750 rpx (WeChat docs, "WXSS"). */
export const withoutRpx = (style: string): string =>
  style.replace(/(-?\d*\.?\d+)rpx\b/g, 'calc($1 * 100vw / 750)');

/**
 * WeChat's lengths as a browser reads them. A page is a size container between the bars of the
 * phone: its height is what WeChat calls 100vh.
 */
export const browserUnits = (style: string): string =>
  withoutRpx(style).replace(/(\d)vh\b/g, '$1cqh');
