export * from "./backward.ts";
export * from "./transforms.ts";
