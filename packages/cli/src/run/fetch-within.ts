/** Seconds that a download may take. */
export interface Patience {
  /** Until the server answers. */
  readonly answer: number;
  /** For everything fetched with this, from now on; no limit unless given. */
  readonly total?: number;
}

/** A fetch that gives up on servers that do not answer, and on downloads that take too long. */
export const fetchWithin = ({ answer, total }: Patience): ((address: string) => Promise<Response>) => {
  const end = total === undefined ? [] : [AbortSignal.timeout(total * 1000)];
  return async (address) => {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new Error(`no answer within ${answer} s`)), answer * 1000);
    try {
      return await fetch(address, { signal: AbortSignal.any([silence.signal, ...end]) });
    } finally {
      clearTimeout(timer);
    }
  };
};
