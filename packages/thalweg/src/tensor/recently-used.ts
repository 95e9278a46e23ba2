/** What was used last, up to a number of entries; the one unused for longest goes first. */
export class RecentlyUsed<V> {
  private readonly limit: number;
  private readonly entries = new Map<string, V>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** The value of a key, made when it is not there. */
  async get(key: string, make: () => Promise<V>): Promise<V> {
    const value = this.entries.get(key) ?? (await make());
    // A map keeps the order of insertion: first is unused for longest.
    this.entries.delete(key);
    this.entries.set(key, value);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.limit) this.entries.delete(oldest);
    return value;
  }
}
