/** One call of a function by anybody, with anything. */
import fc from 'fast-check';
import type { Callers, Main } from '../../cloudfunctions/core/handler/main';
import { functions } from './functions';
import { hostile, wounded } from './hostile';
import { requestsOf } from './requests';
import { KEEPER, LI, pool, WANG } from './shop-world';

/** Everything that decides what may come of a call. */
export interface Attack {
  name: string;
  main: Main;
  openid: string;
  source: string;
  event: unknown;
}

/** As whom the cloud calls a function when all is well. */
const proper: Readonly<Record<Callers, { openids: readonly string[]; source: string }>> = {
  user: { openids: [WANG, LI], source: 'wx_client' },
  staff: { openids: [KEEPER], source: 'wx_client' },
  timer: { openids: [''], source: 'wx_trigger' },
  function: { openids: [''], source: 'wx_trigger,scf' },
  push: { openids: [''], source: 'wx_unknown' },
  payment: { openids: [''], source: 'wx_paycallback' },
};

const others =
  'wx_devtools|wx_http|scf|,scf||,| wx_client|wx_client,|wx_client,scf|wx_devtools,scf,scf|wx_paycallback,scf|' +
  'wx_unknown,scf|wx_client,wx_trigger|wx_trigger,wx_client|scf,wx_client|wx_client,wx_paycallback';
const sources = [...Object.values(proper).map(({ source }) => source), ...others.split('|')];

/** Calls of every function: one in three or so is as it should be. */
export const attacks: fc.Arbitrary<Attack> = fc.oneof(
  ...[...functions].map(([name, main]) => {
    const { openids, source } = proper[main.callers];
    const valid = main.schema ? requestsOf(main.schema, pool) : fc.constant({});
    return fc.record({
      name: fc.constant(name),
      main: fc.constant(main),
      openid: mostly(fc.constantFrom(...openids), fc.constantFrom(WANG, LI, KEEPER, '', 'oNobody')),
      source: mostly(fc.constant(source), fc.constantFrom(...sources)),
      event: fc.oneof(valid, valid, wounded(valid), wounded(valid), hostile),
    });
  }),
);

function mostly<T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: odd, weight: 1 });
}
