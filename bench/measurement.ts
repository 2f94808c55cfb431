/** A benchmark's result, and the figures shown of it. */
import { percentile } from "@/proof/chaos/result";

/** The product and its floor, measured one after the other in the same process. */
export type Round = { value: number; floor: number };

export type Measurement = {
  name: string;
  unit: string;
  /** Which numbers are better: more of a rate, less of a time. */
  better: "more" | "less";
  rounds: Round[];
};

export type Figures = {
  /** Medians over the rounds. */
  value: number;
  floor: number;
  /** The cost relative to the floor's: 1 equals the floor, more is worse, for rates and times alike. */
  ratio: number;
  lowestRatio: number;
  highestRatio: number;
};

/** @throws Error if a round has a number without a ratio */
export function figuresOf({ name, better, rounds }: Measurement): Figures {
  const ratios = rounds.map(({ value, floor }) => (better === "more" ? floor / value : value / floor));
  if (ratios.length === 0 || ratios.some((ratio) => !Number.isFinite(ratio) || ratio <= 0)) {
    throw new Error(`${name}: a round measured nothing.`);
  }
  return {
    value: median(rounds.map(({ value }) => value)),
    floor: median(rounds.map(({ floor }) => floor)),
    ratio: median(ratios),
    lowestRatio: Math.min(...ratios),
    highestRatio: Math.max(...ratios),
  };
}

/** The 50th and the 99th percentile, each as a round of a measurement. */
export function percentileRounds(times: { values: readonly number[]; floors: readonly number[] }): {
  p50: Round;
  p99: Round;
} {
  const at = (share: number) => {
    return { value: percentile(times.values, share), floor: percentile(times.floors, share) };
  };
  return { p50: at(0.5), p99: at(0.99) };
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
