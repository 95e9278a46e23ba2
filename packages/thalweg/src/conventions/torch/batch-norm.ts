import { type BatchNormOptions, batchNorm, type Layer } from "../../layers/index.ts";
import { fixedNotNegative, flag, type Rule, readOptions } from "../../optimizers/options.ts";

export interface TorchBatchNormOptions extends Pick<BatchNormOptions, "momentum" | "epsilon" | "name"> {
  /** torch's `affine`: whether scale and shift are learned; true unless given. */
  affine?: boolean;
}

const kept: Rule = {
  says: "in [0, 1]",
  accepts: (value) => typeof value === "number" && value >= 0 && value <= 1,
  scheduled: false,
};

const layerOf = (owner: string, { name, ...options }: TorchBatchNormOptions): Layer => {
  const { momentum, epsilon, affine } = readOptions(
    `torch.${owner}`,
    options,
    { momentum: kept, epsilon: fixedNotNegative, affine: flag },
    { momentum: 0.9, epsilon: 1e-5, affine: true },
  );
  return batchNorm({ momentum, epsilon, scale: affine, shift: affine, unbiased: true, name: name ?? owner });
};

/**
 * `torch.nn.BatchNorm1d`: batch normalization whose running variance averages n/(n − 1) times the batch's.
 * `momentum` is the share that is kept, 0.9; torch's `momentum` of 0.1 is the share of the batch.
 *
 * @example
 * const model = sequential([dense(256, { bias: false }), torch.batchNorm1d(), relu(), dense(10)]);
 */
export const batchNorm1d = (options: TorchBatchNormOptions = {}): Layer => layerOf("batchNorm1d", options);

/**
 * `torch.nn.BatchNorm2d`: the same for pictures, over all axes but the channels', which stand last here, [batch,
 * height, width, channels], and second there.
 *
 * @example
 * torch.batchNorm2d().build([28, 28, 3]).outputShape; // [28, 28, 3]
 */
export const batchNorm2d = (options: TorchBatchNormOptions = {}): Layer => layerOf("batchNorm2d", options);
