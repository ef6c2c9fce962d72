import { useEffect, useRef, useState } from 'preact/hooks';
import { HubRefusal } from '../hub';
import { useSpeech } from '../language';

/** @returns says why a request failed: the hub's own words, or that it cannot be reached */
export function useReasons(): (error: unknown) => string {
  const { say } = useSpeech();
  return (error) => (error instanceof HubRefusal ? error.message : say('offline'));
}

/** What was read last. */
export interface Reading<Value> {
  /** Undefined until it is there; stays while the next is read. */
  value: Value | undefined;
  /** Why the last reading failed. */
  problem: string | undefined;
  again: () => void;
  /** Shows what is newer than anything that is being read. */
  put: (value: Value) => void;
}

/** Reads something from the hub whenever one of `causes` has changed; the latest reading wins. */
export function useReading<Value>(
  read: () => Promise<Value>,
  causes: readonly unknown[],
): Reading<Value> {
  const reasonOf = useReasons();
  const [value, setValue] = useState<Value>();
  const [problem, setProblem] = useState<string>();
  const [round, setRound] = useState(0);
  const latest = useRef(0);
  useEffect(() => {
    latest.current += 1;
    const mine = latest.current;
    read().then(
      (found) => {
        if (mine !== latest.current) return;
        setValue(() => found);
        setProblem(undefined);
      },
      (error: unknown) => mine === latest.current && setProblem(reasonOf(error)),
    );
  }, [...causes, round]);
  const put = (newer: Value): void => {
    latest.current += 1;
    setValue(() => newer);
  };
  return { value, problem, again: () => setRound((before) => before + 1), put };
}
