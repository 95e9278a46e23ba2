/** Seconds that a download may take. */
export interface Patience {
  /** Until the server answers. */
  readonly answer: number;
  /** For everything fetched with this, from now on; without it each file has 50 minutes. */
  readonly total?: number;
}

/** Bytes of the largest file, and bytes a second that a download brings at the least. */
const largestFile = 30_000_000;
const slowest = 10_000;

/** A fetch that gives up on servers that do not answer, and on downloads that take too long. */
export const fetchWithin = ({ answer, total }: Patience): ((address: string) => Promise<Response>) => {
  const end = total === undefined ? undefined : AbortSignal.timeout(total * 1000);
  return async (address) => {
    // A body that stalls would otherwise be waited for without end.
    const body = end ?? AbortSignal.timeout((answer + largestFile / slowest) * 1000);
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new Error(`no answer within ${answer} s`)), answer * 1000);
    try {
      return await fetch(address, { signal: AbortSignal.any([silence.signal, body]) });
    } finally {
      clearTimeout(timer);
    }
  };
};
