/**
 * The pattern of the well-known demos, to compare with: read what is due and not done, send it, mark
 * each after its send. Nobody claims anything; what fails is not done and comes up again.
 */
import { type Parcel, sdk, send } from '../rival-sdk';

/** The demos send everything that they have read at once; the build sets it. */
declare const AT_ONCE: number;

/** One tick of the timer. Without a limit the database gives its default page. */
export async function main(): Promise<void> {
  const db = sdk.database();
  const due = { done: false, date: db.command.lte(Date.now()) };
  const { data: messages } = await db.collection('demoMessages').where(due).get();
  for (let i = 0; i < messages.length; i += AT_ONCE) {
    await Promise.all(messages.slice(i, i + AT_ONCE).map(sendAndMark));
  }
}

async function sendAndMark(message: Parcel): Promise<unknown> {
  try {
    await send(message);
    const document = sdk.database().collection('demoMessages').doc(message._id);
    return await document.update({ data: { done: true } });
  } catch (error) {
    return error; // where the demos leave it
  }
}
