import type { BackOfficeData, BackOfficeRequest } from '../../cloudfunctions/contract';
import { call } from './cloud/cloud';

/** Runs one action of the back office, typed by its name. @throws CallError */
export const desk = <A extends BackOfficeRequest['action']>(
  request: Extract<BackOfficeRequest, { action: A }>,
): Promise<BackOfficeData[A]> => call('backOffice', request) as Promise<BackOfficeData[A]>;
