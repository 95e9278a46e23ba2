export { adabelief, type OptaxAdabeliefOptions } from "./adabelief.ts";
export { adadelta, type OptaxAdadeltaOptions } from "./adadelta.ts";
export { adafactor, type OptaxAdafactorOptions } from "./adafactor.ts";
export { adagrad, type OptaxAdagradOptions } from "./adagrad.ts";
export { adam, type OptaxAdamOptions } from "./adam.ts";
export { adamax, type OptaxAdamaxOptions } from "./adamax.ts";
export { adamaxw, type OptaxAdamaxwOptions } from "./adamaxw.ts";
export { adamw, type OptaxAdamwOptions } from "./adamw.ts";
export { adan, type OptaxAdanOptions } from "./adan.ts";
export { adaptiveGradClip, type OptaxAdaptiveGradClipOptions } from "./adaptive-grad-clip.ts";
export { ademamix, type OptaxAdemamixOptions } from "./ademamix.ts";
export { adopt, type OptaxAdoptOptions } from "./adopt.ts";
export { amsgrad, type OptaxAmsgradOptions } from "./amsgrad.ts";
export { centralize } from "./centralize.ts";
export { clip } from "./clip.ts";
export { clipByBlockRms } from "./clip-by-block-rms.ts";
export { clipByGlobalNorm } from "./clip-by-global-norm.ts";
export { dadaptAdamw, type OptaxDadaptAdamwOptions } from "./dadapt-adamw.ts";
export { ema, type OptaxEmaOptions } from "./ema.ts";
export { fromage, type OptaxFromageOptions } from "./fromage.ts";
export { lamb, type OptaxLambOptions } from "./lamb.ts";
export { lars, type OptaxLarsOptions } from "./lars.ts";
export { lion, type OptaxLionOptions } from "./lion.ts";
export { lookahead, type OptaxLookaheadOptions } from "./lookahead.ts";
export { multiSteps } from "./multi-steps.ts";
export { muon, type OptaxMuonOptions } from "./muon.ts";
export type { MuonPreconditioning } from "./muon-orthogonalize.ts";
export type { OptaxMuonCoefficients } from "./muon-step.ts";
export { nadam, type OptaxNadamOptions } from "./nadam.ts";
export { nadamw, type OptaxNadamwOptions } from "./nadamw.ts";
export { noisySgd, type OptaxNoisySgdOptions } from "./noisy-sgd.ts";
export { normalizeByUpdateNorm, type OptaxNormalizeOptions } from "./normalize-by-update-norm.ts";
export { novograd, type OptaxNovogradOptions } from "./novograd.ts";
export {
  type OptaxOptimisticAdamOptions,
  type OptaxOptimisticAdamV2Options,
  optimisticAdam,
  optimisticAdamV2,
} from "./optimistic-adam.ts";
export {
  type OptaxOptimisticGradientDescentOptions,
  optimisticGradientDescent,
} from "./optimistic-gradient-descent.ts";
export { type OptaxPolyakSgdOptions, polyakSgd } from "./polyak-sgd.ts";
export { type OptaxProdigyOptions, prodigy } from "./prodigy.ts";
export { type OptaxRadamOptions, radam } from "./radam.ts";
export { type OptaxRmspropOptions, rmsprop } from "./rmsprop.ts";
export { type OptaxRpropOptions, rprop } from "./rprop.ts";
export { type OptaxScheduleFreeAdamwOptions, scheduleFreeAdamw } from "./schedule-free-adamw.ts";
export { type OptaxScheduleFreeSgdOptions, scheduleFreeSgd } from "./schedule-free-sgd.ts";
export * from "./schedules/index.ts";
export { type OptaxSgdOptions, sgd } from "./sgd.ts";
export { type OptaxSignSgdOptions, signSgd } from "./sign-sgd.ts";
export { type OptaxSignumOptions, signum } from "./signum.ts";
export { type OptaxSm3Options, sm3 } from "./sm3.ts";
export { type OptaxYogiOptions, yogi } from "./yogi.ts";
