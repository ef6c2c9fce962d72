/**
 * Reads the `orderInfo` of the page's query: JSON, encoded for an address. Anybody can open the page
 * with anything.
 */
export function readOrderInfo(orderInfo: string): { sn: string; totalFee: number } {
  const { sn, totalFee } = parse(orderInfo);
  return {
    sn: typeof sn === 'string' ? sn : '',
    totalFee: typeof totalFee === 'number' ? totalFee : 0,
  };
}

function parse(orderInfo: string): { sn?: unknown; totalFee?: unknown } {
  try {
    const parsed: unknown = JSON.parse(decodeURIComponent(orderInfo));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
