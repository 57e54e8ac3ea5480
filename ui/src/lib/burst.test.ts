import { describe, expect, it } from "vitest";
import { type BurstState, feedChange, feedKey, noBurst, silenceMs } from "./burst";

const card = "037188004321|164234567|Nguyễn Thị Hường|12051988|Nữ|Xóm 4, Nam Bình|10052021";

/** Types a text into a field that holds `before`, one letter each `gap` milliseconds. */
function type(text: string, gap: number, before = "", start: BurstState = noBurst): BurstState {
  let state = start;
  let value = before;
  let at = 1000;
  for (const letter of text) {
    const next = value + letter;
    state = feedChange(state, value, next, at);
    value = state.isCard ? state.before : next;
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
    expect(type("a|b|c|d|e|f|g", 300).isCard, "five bars, but by hand").toBe(false);
  });

  it("waits for a busy machine that hands the keys over in lumps", () => {
    const state = type(card, 110);
    expect([state.isCard, state.run]).toEqual([true, card]);
  });

  it("waits longer for a card whose end has not come", () => {
    const half = type(card.slice(0, 60), 5);
    const whole = type(card.slice(60), 5, half.before, { ...half, lastAt: 0 });
    expect([half.isCard, whole.run]).toEqual([true, card]);
    expect([silenceMs(half) > silenceMs(whole), silenceMs(whole)]).toEqual([true, 250]);
  });

  it("leaves in the field what was typed by hand just before the card", () => {
    const state = type(`Nguy${card}`, 20, "Bà ");
    expect([state.run, state.before]).toEqual([card, "Bà Nguy"]);
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

  it("a key pressed just before a card is not part of it", () => {
    const keys = [" ", " ", ...card];
    const state = keys.reduce((before, key, index) => feedKey(before, key, index * 5), noBurst);
    expect(state.run).toBe(card);
  });
});
