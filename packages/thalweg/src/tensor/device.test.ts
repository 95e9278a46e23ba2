import { beforeAll, expect, it } from "vitest";
import type { Device } from "../devices/device.ts";
import { acquire, currentDevice, exclusive, release, useDevice } from "./device.ts";

beforeAll(() => useDevice("reference"));

it("runs tasks one at a time, in the order they were asked for", async () => {
  const seen: string[] = [];
  const task = (name: string) => async (device: Device) => {
    seen.push(`${name} begins`);
    await device.compile({ slots: [], instructions: [], scratchBytes: 0, bound: 0, knobs: 0 });
    seen.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all(["a", "b", "c"].map((name) => exclusive(task(name))))).toEqual(["a", "b", "c"]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

it("goes on after a task that failed", async () => {
  const failing = exclusive(() => Promise.reject(new Error("no")));
  const next = exclusive(async ({ name }) => name);
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("reference");
});

it("is had at once when nobody has it, and waited for otherwise", async () => {
  const device = await currentDevice();
  await exclusive(async () => undefined);
  expect(acquire()).toBe(device);
  const second = acquire();
  expect(second).toBeInstanceOf(Promise);
  release();
  expect(await second).toBe(device);
  release();
  expect(acquire()).toBe(device);
  release();
});

it("takes other options after some that were wrong, and none once it runs", async () => {
  useDevice("wasm", { threads: 0 });
  await expect(exclusive(async () => undefined)).rejects.toThrow("threads must be an integer from 1 to 64, got 0");
  useDevice("wasm", { threads: 1, blas: "off" });
  expect(await exclusive(async ({ capabilities }) => capabilities.threads)).toBe(1);
  expect(() => useDevice("wasm", { threads: 2 })).toThrow("useDevice: wasm is running");
});
