import { sentenceOf } from './cloud/sentences';

/** Says in a toast what went wrong. */
export const showProblem = (error: unknown): void =>
  void wx.showToast({ title: sentenceOf(error), icon: 'none' });

/** @returns whether the user agrees */
export const confirmed = async (content: string, confirmText: string): Promise<boolean> =>
  (await wx.showModal({ title: '提示', content, confirmText })).confirm;
