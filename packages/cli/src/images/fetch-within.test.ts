import { createServer, type RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { fetchWithin } from "./fetch-within.ts";

/** Serves this while `use` runs. */
const serving = async (listener: RequestListener, use: (address: string) => Promise<void>): Promise<void> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const place = server.address();
  try {
    await use(typeof place === "object" && place ? `http://127.0.0.1:${place.port}/` : "");
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

describe("fetchWithin", () => {
  it("gives what a server answers in time", () =>
    serving(
      (_, response) => response.end("here"),
      async (address) => expect(await (await fetchWithin({ answer: 5, total: 5 })(address)).text()).toBe("here"),
    ));

  it("gives up on a server that does not answer", () =>
    serving(
      () => {},
      async (address) => {
        await expect(fetchWithin({ answer: 0.05 })(address)).rejects.toThrow("no answer within 0.05 s");
      },
    ));

  it("gives up on a download that takes too long", () =>
    serving(
      (_, response) => response.write("a little"),
      async (address) => {
        const response = await fetchWithin({ answer: 5, total: 0.3 })(address);
        await expect(response.text()).rejects.toThrow("timeout");
      },
    ));
});
