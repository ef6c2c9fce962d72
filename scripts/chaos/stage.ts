import type { LocalCloud } from '../../emulator/local-cloud';
import { connectHub, type Hub } from '../hub-client';
import type { History } from './history';

/** What a round plays on, and what it has to remember for the verdict. */
export interface Stage {
  cloud: LocalCloud;
  hub: Hub;
  users: string[];
  staff: string;
  /** Numbers of the orders that the shop has given out. */
  orders: Map<number, string>;
  /** Orders that WeChat has the money for, and when it came (ms). */
  paid: Map<number, number>;
  /** Ids of the messages that the shop has queued itself, and of those that a function has answered for. */
  asked: Set<string>;
  /** Ids of the messages that staff have sent again. */
  redriven: Set<string>;
  /** Sends that WeChat took and did not deliver: `openid templateId`. */
  undelivered: Set<string>;
  /** When something was last struck that might have woken a message, or staff switched a way on. */
  struckAt: number;
  /** Deeds whose function is frozen. */
  asleep: Promise<unknown>[];
}

/** Empties the local cloud and sets the stage for a history. */
export async function setStage(cloud: LocalCloud, history: History): Promise<Stage> {
  const hub = connectHub(cloud.url);
  await hub.reset();
  await hub.settings({ era: history.era, ...history.settings });
  const users = await Promise.all(Array.from({ length: history.users }, () => hub.createUser()));
  const staff = await hub.createUser();
  await hub.insert('staff', { _id: staff, name: '店长' });
  return {
    cloud,
    hub,
    users,
    staff,
    orders: new Map(),
    paid: new Map(),
    asked: new Set(),
    redriven: new Set(),
    undelivered: new Set(),
    struckAt: 0,
    asleep: [],
  };
}

/** Lets what is frozen go on, and waits for its end. */
export async function thaw(stage: Stage): Promise<void> {
  const sleepers = stage.asleep.splice(0);
  stage.cloud.faults.clear();
  await Promise.all(sleepers);
  if (sleepers.length > 0) stage.struckAt = stage.cloud.clock.now();
}
