/** Charts that show several tags in one picture: what TensorBoard's page Custom Scalars reads. */
import { Message } from "./message.ts";
import type { SummaryValue } from "./summary.ts";

/** A chart of the scalars with these tags. */
export interface Chart {
  readonly title: string;
  readonly tags: readonly string[];
}

/** TensorBoard looks for tags by regular expressions. */
const pattern = (tag: string): string => `^${tag.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`;

/** Charts under a heading. */
export const chartsValue = (heading: string, charts: readonly Chart[]): SummaryValue => {
  const category = new Message().text(1, heading);
  for (const { title, tags } of charts) {
    const lines = new Message();
    for (const tag of tags) lines.text(1, pattern(tag));
    category.message(2, new Message().text(1, title).message(2, lines));
  }
  const data = new Message().message(2, category).finish();
  return { tag: "custom_scalars__config__", kind: "plugin", plugin: "custom_scalars", content: new Uint8Array(), data };
};
