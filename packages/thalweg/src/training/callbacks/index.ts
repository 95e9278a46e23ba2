export { type CheckpointOptions, checkpoint } from "./checkpoint.ts";
export { csvLog, historyCsv } from "./csv-log.ts";
export { type EarlyStoppingOptions, earlyStopping } from "./early-stopping.ts";
export { type JsonLinesCallback, type JsonLinesOptions, jsonLines } from "./json-lines.ts";
export { type LearningRateSchedulerOptions, learningRateScheduler } from "./learning-rate-scheduler.ts";
export { type MonitorMode, monitoredValues } from "./monitor.ts";
export { type ProgressBarOptions, progressBar } from "./progress-bar.ts";
export { type ReduceOnPlateauOptions, reduceOnPlateau } from "./reduce-on-plateau.ts";
export { type LogCallback, type TensorBoardOptions, tensorBoard } from "./tensor-board.ts";
