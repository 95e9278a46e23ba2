export { type ErrorCode, ThalwegError } from "./thalweg-error.ts";
