import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { installCardBurst } from "./cardBurst";

const card = "037188004321||Nguyễn Thị Hường|12051988|Nữ|Nam Bình|10052021";
let now = 0;
let onCard: ReturnType<typeof vi.fn<(text: string) => void>>;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  now = 1_000;
  onCard = vi.fn<(text: string) => void>();
  stop = installCardBurst(onCard, () => now);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

function Form({ onSubmit }: { onSubmit: () => void }) {
  const [text, setText] = useState("ghi chú");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <input aria-label="note" value={text} onChange={(event) => setText(event.target.value)} />
      <button type="submit">ok</button>
    </form>
  );
}

function fire(field: HTMLInputElement, text: string): void {
  field.focus();
  for (const letter of text) {
    now += 3;
    fireEvent.keyDown(field, { key: letter });
    fireEvent.input(field, { target: { value: field.value + letter } });
  }
}

it("gives the field its text back and hands the card over", () => {
  render(<Form onSubmit={() => undefined} />);
  const field = screen.getByLabelText<HTMLInputElement>("note");
  fire(field, card);
  vi.advanceTimersByTime(300);
  expect(field.value, "the field is as before the card").toBe("ghi chú");
  expect(onCard.mock.calls, "once, whole").toEqual([[card]]);
});

it("swallows the Enter a reader sends after the card", () => {
  render(<Form onSubmit={() => undefined} />);
  const field = screen.getByLabelText<HTMLInputElement>("note");
  fire(field, card);
  now += 5;
  expect(fireEvent.keyDown(field, { key: "Enter" }), "Enter is prevented").toBe(false);
  now += 500;
  expect(fireEvent.keyDown(field, { key: "Enter" }), "a person's Enter is not").toBe(true);
});

it("takes a card fired at a button without pressing it", () => {
  const onSubmit = vi.fn();
  render(<Form onSubmit={onSubmit} />);
  const button = screen.getByRole("button");
  button.focus();
  for (const letter of card) {
    now += 3;
    fireEvent.keyDown(button, { key: letter });
  }
  vi.advanceTimersByTime(300);
  expect(onCard).toHaveBeenCalledWith(card);
  expect(onSubmit, "the blank in the name presses nothing").not.toHaveBeenCalled();
});
