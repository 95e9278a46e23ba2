export * from "./dtypes.ts";
export * from "./elementwise.ts";
export * from "./indexing.ts";
export * from "./movement.ts";
export * from "./node.ts";
export * from "./reduction.ts";
export * from "./shape.ts";
export * from "./sources.ts";
