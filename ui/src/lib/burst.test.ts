import { describe, expect, it } from "vitest";
import { type BurstState, feedChange, feedKey, noBurst } from "./burst";

const card = "037188004321|164234567|Nguyễn Thị Hường|12051988|Nữ|Xóm 4, Nam Bình|10052021";

/** Types a text into a field that holds `before`, one letter each `gap` milliseconds. */
function type(text: string, gap: number, before = "", start: BurstState = noBurst): BurstState {
  let state = start;
  let value = before;
  let at = 1000;
  for (const letter of text) {
    const next = state.isCard ? before + letter : value + letter;
    state = feedChange(state, value, next, at);
    value = state.isCard ? before : next;
    at += gap;
  }
  return state;
}

describe("card burst", () => {
  it("recognises a card typed fast and keeps every letter of it", () => {
    const state = type(card, 4);
    expect(state.isCard, "at least five bars, fast").toBe(true);
    expect(state.run, "marks of Vietnamese letters stay").toBe(card);
  });

  it("knows what the field held before, so that it can be given back", () => {
    expect(type(card, 4, "0912 345").before).toBe("0912 345");
  });

  it("recognises a pasted card", () => {
    const state = feedChange(noBurst, "ghi chú ", `ghi chú ${card}`, 5);
    expect([state.isCard, state.run, state.before]).toEqual([true, card, "ghi chú "]);
  });

  it("leaves what a person types alone, bars and all", () => {
    expect(type("a|b|c|d|e|f|g", 120).isCard, "no hand is that fast").toBe(false);
  });

  it("leaves a fast text with few bars alone", () => {
    expect(type("một|hai|ba", 2).isCard).toBe(false);
  });

  it("recognises a card fired where there is no field", () => {
    let state = noBurst;
    let at = 0;
    for (const key of card) {
      state = feedKey(state, key, at);
      at += 5;
    }
    expect([state.isCard, state.run]).toEqual([true, card]);
  });
});
