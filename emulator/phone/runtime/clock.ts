const RealDate = Date;
let offset = 0;

/** Virtual time: the computer's time plus so many ms. */
export function setClockOffset(milliseconds: number): void {
  if (Number.isFinite(milliseconds)) offset = milliseconds;
}

const now = (): number => RealDate.now() + offset;

/** Makes `Date` follow virtual time, as it does in cloud functions; timers stay real. */
export function installClock(): void {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values: unknown[], maker) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, maker) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
}
