import * as v from 'valibot';
import { defineInternal } from '../core/handler/define';
import { array, integer } from '../core/handler/schemas';
import { sendDue } from '../core/messages/dispatch';
import { SHARDS } from '../core/messages/shards';

const schema = v.strictObject({ shards: array(integer(0, SHARDS - 1), 1, SHARDS) });

export const main = defineInternal('dispatchShard', schema, async (ports, { shards }) => ({
  states: await sendDue(ports, shards),
}));
