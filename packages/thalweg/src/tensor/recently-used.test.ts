import { expect, it } from "vitest";
import { RecentlyUsed } from "./recently-used.ts";

it("keeps what was used last and makes the rest anew", async () => {
  const made: string[] = [];
  const kept = new RecentlyUsed<number>(2);
  const use = (key: string) => kept.get(key, async () => made.push(key));
  for (const key of ["a", "b", "a", "c", "a", "b"]) await use(key);
  expect(made).toEqual(["a", "b", "c", "b"]);
  expect(await use("a")).toBe(1);
});

it("keeps nothing of what could not be made", async () => {
  const kept = new RecentlyUsed<number>(2);
  await expect(kept.get("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await kept.get("a", async () => 7)).toBe(7);
});
