/**
 * Recognises a card reader: it "types" a whole line with at least five `|` far faster than hands.
 * Pure: times and texts come in as arguments.
 */

/** Longest pause inside a burst, in milliseconds. */
const burstGapMs = 60;
/** A burst is over after this much silence; Enter within it submits nothing. */
export const burstEndMs = 100;
/** Separators that make a fast line a card. */
const burstBarsMin = 5;

export type BurstState = {
  /** Text of the field before the run began. */
  before: string;
  /** What has been typed in this run. */
  run: string;
  lastAt: number;
  /** Whether the run is a card. */
  isCard: boolean;
};

export const noBurst: BurstState = { before: "", run: "", lastAt: Number.NEGATIVE_INFINITY, isCard: false };

/** The field went from `from` to `to` at `at`. */
export function feedChange(state: BurstState, from: string, to: string, at: number): BurstState {
  const isFast = at - state.lastAt <= burstGapMs;
  if (state.isCard && at - state.lastAt <= burstEndMs) {
    return { ...state, run: state.run + inserted(state.before, to), lastAt: at };
  }
  const before = isFast && state.run !== "" ? state.before : from;
  const run = inserted(before, to);
  return { before, run, lastAt: at, isCard: bars(run) >= burstBarsMin };
}

/** A key was typed where there is no field. */
export function feedKey(state: BurstState, key: string, at: number): BurstState {
  const limit = state.isCard ? burstEndMs : burstGapMs;
  const run = at - state.lastAt <= limit ? state.run + key : key;
  return { before: "", run, lastAt: at, isCard: bars(run) >= burstBarsMin };
}

/** The part of `to` that is not in `from`. */
function inserted(from: string, to: string): string {
  let start = 0;
  while (start < from.length && from[start] === to[start]) start++;
  let end = 0;
  while (
    end < from.length - start &&
    end < to.length - start &&
    from[from.length - 1 - end] === to[to.length - 1 - end]
  )
    end++;
  return to.slice(start, to.length - end);
}

function bars(text: string): number {
  return text.split("|").length - 1;
}
