export * from "./items.ts";
export * from "./plan.ts";
