import type { Probe, TurnProbe } from "../training/index.ts";

/** A probe with its turn. */
export interface TurningProbe extends Probe {
  readonly turn: TurnProbe;
}

/**
 * How far a step went, as a part of the way to the lowest place in its direction: 0 where the slope did not change, 1 at
 * the lowest place, 2 as high on the other side, by the parabola through both slopes: 1 − g′·Δ / g·Δ.
 */
export const bendOf = ({ slopeBefore, slopeAfter }: TurnProbe): number => 1 - slopeAfter / slopeBefore;

const hasTurn = (probe: Probe): probe is TurningProbe => probe.turn !== undefined;

/** Probes with a turn whose step leads down, as all steps of plain descent do; momentum may lead up. */
export const turningProbes = (probes: readonly Probe[]): readonly TurningProbe[] =>
  probes.filter(hasTurn).filter(({ turn }) => turn.slopeBefore < 0 && Number.isFinite(turn.slopeAfter));

/** Probes with a turn whose update raised the loss of its own batch, by more than 2 %. */
export const raisingProbes = (probes: readonly Probe[]): readonly TurningProbe[] =>
  probes.filter(hasTurn).filter(({ loss, turn }) => !(turn.lossAfter <= loss * 1.02));

/** Length of an update against that of the weights. */
export const strideOf = ({ updateNorm, weightNorm }: Probe): number => updateNorm / weightNorm;
