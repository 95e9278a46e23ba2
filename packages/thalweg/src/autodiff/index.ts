export * from "./transforms.ts";
