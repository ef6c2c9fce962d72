import { call } from './cloud/cloud';

let session: Promise<{ isStaff: boolean }> | undefined;

/** Logs in once per start of the app; a login that failed is tried again. @throws CallError */
export function login(): Promise<{ isStaff: boolean }> {
  session ??= call('login', {}).catch((error: unknown) => {
    session = undefined;
    throw error;
  });
  return session;
}
