export { nearest, suggestion } from "./nearest.ts";
export { type ErrorCode, ThalwegError } from "./thalweg-error.ts";
