/**
 * Recognises a card reader: it "types" a whole line with at least five `|`, faster than hands. Pure: times and
 * texts come in as arguments.
 */

/**
 * Longest pause inside a burst, in milliseconds. A reader needs 5; a busy machine hands its keys over in lumps.
 * What tells a card from a hand is five bars in one go.
 */
const burstGapMs = 250;
/** A burst is over after this much silence; Enter within it submits nothing. */
const burstEndMs = 250;
/** A card whose end has not come yet is waited for this long: a busy machine may stop in the middle of it. */
const burstRestMs = 1500;
/** Separators that make a fast line a card. */
const burstBarsMin = 5;
/** No word of an errand is as long as this: it is what some phone shows. */
const tokenMin = 64;
/** How a card ends: the day it was issued. */
const cardEnd = /\|\d{8}\s*$/;
/** How a card begins: its number and a bar. What was typed just before belongs to the field. */
const cardStart = /\d{9,12}\|/;

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
  const isRunning = state.run !== "" && at - state.lastAt <= gapMs(state);
  if (state.isCard && isRunning) return { ...state, run: state.run + inserted(state.before, to), lastAt: at };
  const before = isRunning ? state.before : from;
  const run = inserted(before, to);
  return bars(run) >= burstBarsMin ? asCard(before, run, to, at) : { before, run, lastAt: at, isCard: false };
}

/** A key was typed where there is no field. */
export function feedKey(state: BurstState, key: string, at: number): BurstState {
  const run = at - state.lastAt <= gapMs(state) ? state.run + key : key;
  const isCard = bars(run) >= burstBarsMin;
  return {
    before: "",
    run: isCard ? run.slice(Math.max(0, run.search(cardStart))) : run,
    lastAt: at,
    isCard,
  };
}

/** How much silence ends a card. */
export function silenceMs({ isCard, run }: BurstState): number {
  const isWhole = bars(run) > burstBarsMin && cardEnd.test(run);
  return isCard && !isWhole ? burstRestMs : burstEndMs;
}

/** Whether a text was meant for the card reading, however slowly it came: whole, cut short, or a phone's VNeID. */
export function isCardText(text: string): boolean {
  const isToken = text.length >= tokenMin && !/\s/.test(text);
  return text.includes("|") || /vneid/i.test(text) || isToken;
}

function gapMs(state: BurstState): number {
  return state.isCard ? silenceMs(state) : burstGapMs;
}

/** A card; letters typed by hand just before it stay in the field. */
function asCard(before: string, run: string, to: string, at: number): BurstState {
  const start = Math.max(0, run.search(cardStart));
  const place = to.lastIndexOf(run);
  const byHand = run.slice(0, start);
  const isSplit = start > 0 && place >= 0;
  const text = isSplit ? to.slice(0, place) + byHand + to.slice(place + run.length) : before;
  return { before: text, run: run.slice(start), lastAt: at, isCard: true };
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
