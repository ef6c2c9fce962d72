import { PaymentError, type Ports } from '../../cloudfunctions/core/ports';
import { Refusal } from '../../cloudfunctions/core/refusal';
import { doom, type Fate, Struck } from './doom';
import type { Weather, World } from './world';

/** What WeChat Pay does with the next call. */
export const payWeathers = ['fine', 'answer lost', 'never arrived', 'refused'] as const;
type PayWeather = (typeof payWeathers)[number];

/** A run that is frozen. */
interface Sleeper {
  /** The step in which it froze. */
  since: number;
  thaw: () => void;
  run: Promise<void>;
}

/** One history while it is played. */
export interface Play {
  world: World;
  /** For runs that nothing strikes. */
  ports: Ports;
  /** What the next sends meet, and the next calls of WeChat Pay; then it is fine. */
  weather: Weather[];
  payWeather: PayWeather[];
  /** The oldest first. */
  asleep: Sleeper[];
  /** How many runs have begun of which answers may be lost. */
  endangered: number;
  /** Number of the step that is under way. */
  step: number;
  /** The last step in which a call was struck, so that its run may have left something undone. */
  struckIn: number;
  /** The last step in which staff switched a channel on, or a run has ended that had not learnt of it. */
  startedIn: number;
  /** The steps in which messages were first seen to wait. */
  waitingSince: Map<string, number>;
  /** Ids of messages that somebody was told are stored. */
  asked: Set<string>;
  /** Messages that staff have sent again although they had perhaps arrived. */
  redriven: Set<string>;
  /** Paid orders of which WeChat still tells the shop. */
  untold: Set<string>;
}

/** Something that somebody does; a call of `ports` may fail or never end. */
export interface Deed {
  /** For whoever reads a history that has failed. */
  text: string;
  act(play: Play, ports: Ports): Promise<unknown>;
}

/** A deed, and what strikes it. */
export interface Step {
  deed: Deed;
  fate: Fate | null;
  /** What happens while it is frozen; then it thaws. Empty: it stays frozen until some thaw. */
  meanwhile: readonly Step[];
}

export function createPlay(world: World): Play {
  const sender: Ports['sender'] = { send: (letter) => world.deliver(letter, weatherIn(play)) };
  const play: Play = {
    world,
    ports: { ...world.ports, sender },
    weather: [],
    payWeather: [],
    asleep: [],
    endangered: 0,
    step: 1,
    struckIn: 0,
    startedIn: 0,
    waitingSince: new Map(),
    asked: new Set(),
    redriven: new Set(),
    untold: new Set(),
  };
  play.ports.pay = inWeather(play, world.ports.pay);
  return play;
}

/** A failure that spends, and whose answer is lost with the run, is beyond what anybody can know. */
function weatherIn({ weather, endangered }: Play): Weather {
  const next = weather.shift() ?? 'fine';
  return endangered > 0 && next === 'failed, spent' ? 'failed, not spent' : next;
}

const inWeather = (play: Play, pay: Ports['pay']): Ports['pay'] =>
  new Proxy(pay, {
    get: (target, name) => {
      const work = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        const weather = play.payWeather.shift() ?? 'fine';
        if (weather === 'refused') throw new PaymentError('SYSTEMERROR');
        if (weather === 'never arrived') throw strike(play);
        const answer = await work.apply(target, args);
        if (weather === 'answer lost') throw strike(play);
        return answer;
      };
    },
  });

function strike(play: Play): Struck {
  play.struckIn = play.step;
  return new Struck('no answer');
}

/** One step: somebody acts, and perhaps is struck. */
export async function live(play: Play, { deed, fate, meanwhile }: Step): Promise<void> {
  if (!fate) return tolerate(deed.act(play, play.ports));
  const { ports, frozen, thaw } = doom(play.ports, fate, () => strike(play));
  play.endangered += 1;
  const run = tolerate(deed.act(play, ports)).finally(() => void (play.endangered -= 1));
  const isFrozen = await Promise.race([run.then(() => false), frozen.then(() => true)]);
  if (!isFrozen) return;
  const sleeper = { since: play.step, thaw, run };
  play.asleep.push(sleeper);
  for (const step of meanwhile) await live(play, step);
  if (meanwhile.length > 0) await wake(play, sleeper);
}

/** The oldest frozen run goes on. */
export async function thawOldest(play: Play): Promise<void> {
  const [oldest] = play.asleep;
  if (oldest) await wake(play, oldest);
}

async function wake(play: Play, sleeper: Sleeper): Promise<void> {
  play.asleep = play.asleep.filter((one) => one !== sleeper);
  const knowsOfStart = play.startedIn < sleeper.since;
  sleeper.thaw();
  await sleeper.run;
  if (!knowsOfStart) play.startedIn = play.step;
}

/** What a caller may be told; everything else is a bug. */
const tolerate = async (run: Promise<unknown>): Promise<void> => {
  try {
    await run;
  } catch (error) {
    const isExpected = [Struck, Refusal, PaymentError].some((one) => error instanceof one);
    if (!isExpected) throw error;
  }
};
