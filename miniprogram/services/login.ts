import { call } from './cloud/cloud';

let current: Promise<{ isStaff: boolean }> | undefined;

/** Logs in once per start of the app; a login that failed is tried again. @throws CallError */
export function login(): Promise<{ isStaff: boolean }> {
  current ??= call('login', {}).catch((error: unknown) => {
    current = undefined;
    throw error;
  });
  return current;
}
