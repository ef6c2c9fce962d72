import { hash } from '../hash';

/** Messages are spread over this many shards, so that several runs can send side by side. */
export const SHARDS = 16;

/** All messages of a user are in one shard: WeChat refuses concurrent sends to a user (43108). */
export const shardOf = (openid: string): number => parseInt(hash(openid).slice(0, 4), 16) % SHARDS;

/** @returns the shards of each of `runs` runs; every shard belongs to exactly one of them */
export const sharesOf = (runs: number): number[][] =>
  Array.from({ length: runs }, (_, run) =>
    Array.from({ length: SHARDS }, (_unused, shard) => shard).filter(
      (shard) => shard % runs === run,
    ),
  );
