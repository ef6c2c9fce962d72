import type { Answer, Contract } from '../../cloudfunctions/contract';

/**
 * Calls a cloud function with the types of its contract.
 * @returns the data of its answer
 * @throws Error with the function's message, or WeChat's if the call failed
 */
export async function call<Name extends keyof Contract>(
  name: Name,
  data: Contract[Name]['request'],
): Promise<Contract[Name]['data']> {
  const { result } = await wx.cloud.callFunction({ name, data });
  const answer = result as Answer<Contract[Name]['data']>;
  if (answer.ok) return answer.data;
  throw new Error(answer.error.message);
}
