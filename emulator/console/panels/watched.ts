import type { Story } from '../../project/story';
import type { Document } from '../hub';

type Watch = Story['watch'][number];

/** What a view of a watched collection gets. */
export interface WatchedProps {
  watch: Watch;
  documents: Document[];
  words: Story['words'];
  /** Virtual time, ms. */
  now: number;
}

/** A document as a row: words of the project and what it says about itself. */
export interface Row {
  name: string;
  state: string;
  /** Empty if it adds nothing to the state. */
  reason: string;
  /** WeChat's code, 0 if there is none. */
  errCode: number;
  /** When it ends, ms; undefined if the project does not say. */
  until: number | undefined;
  details: Document;
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Longer lists are cut. */
const MOST = 60;
const TIMES = ['createdAt', 'openedAt', 'at'];

const timeOf = (document: Document): number => {
  const time = TIMES.map((field) => document[field]).find((value) => typeof value === 'number');
  return typeof time === 'number' ? time : 0;
};

/** @returns documents by the time they came, the newest first */
export const newestFirst = (documents: Document[]): Document[] =>
  documents.toReversed().toSorted((a, b) => timeOf(b) - timeOf(a));

/** @returns the newest documents of a watched collection as rows */
export const rowsOf = ({ watch, documents }: Pick<WatchedProps, 'watch' | 'documents'>): Row[] =>
  newestFirst(documents)
    .slice(0, MOST)
    .map((document) => rowOf(watch, document));

function rowOf(watch: Watch, document: Document): Row {
  const state = text(document[watch.state]);
  const reason = text(document[watch.reason]);
  const until = watch.until === undefined ? undefined : document[watch.until];
  return {
    name: text(document[watch.name]),
    state,
    reason: reason === state || reason === 'none' ? '' : reason,
    errCode: typeof document['errCode'] === 'number' ? document['errCode'] : 0,
    until: typeof until === 'number' ? until : undefined,
    details: document,
  };
}

/** @returns a project's word in a language, or the word itself */
export const meaningOf = (
  words: Story['words'],
  word: string,
  choose: (both: { en: string; zh: string }) => string,
): string => {
  const known = Object.hasOwn(words, word) ? words[word] : undefined;
  return known ? choose(known) : word;
};

/** @returns the colour of a word; quiet if the project gives none */
export const toneOf = (words: Story['words'], word: string): string =>
  (Object.hasOwn(words, word) ? words[word]?.tone : undefined) ?? 'quiet';
