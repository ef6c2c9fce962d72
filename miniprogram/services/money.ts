/** @returns an amount in fen as people read it: `￥68.00` */
export const yuan = (fen: number): string => `￥${(fen / 100).toFixed(2)}`;
