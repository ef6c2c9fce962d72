import type { BackOfficeData } from '../../../cloudfunctions/contract';

/** What staff look at. */
export type Tab = 'orders' | 'troubled' | 'waiting' | 'channels';

/** The tabs of the page. */
export const tabs: readonly { name: Tab; text: string }[] = [
  { name: 'orders', text: '待发货' },
  { name: 'troubled', text: '未送达' },
  { name: 'waiting', text: '等待中' },
  { name: 'channels', text: '通道' },
];

/** In place of a count that the cloud has given up. */
const MANY = '很多';

/** @returns the numbers on top of the page; one that needs a look is an alarm */
export function numbersOf({ states }: BackOfficeData['status'], toShip: number) {
  const troubled = (states.failed ?? 0) + (states.unknown ?? 0);
  return [
    { name: '待发货', count: toShip, alarm: false },
    { name: '已送达', count: states.sent ?? MANY, alarm: false },
    { name: '等待中', count: states.waiting ?? MANY, alarm: false },
    { name: '未送达', count: troubled, alarm: troubled > 0 },
  ];
}
