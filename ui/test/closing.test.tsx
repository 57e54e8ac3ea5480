import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { connect, queryClient } from "../src/api/client";
import { fixtureDriver } from "../src/api/fixture";
import { App } from "../src/app/App";

let stop = () => {};
let ask = () => {};
let answers: boolean[] = [];
let saved: string[] = [];

function open() {
  answers = [];
  saved = [];
  const driver = fixtureDriver();
  stop = connect({
    ...driver,
    call: (name, request) => {
      if (name === "save_draft") saved.push((request as { note: string }).note);
      return driver.call(name, request);
    },
    onClosing: (listener) => {
      ask = listener;
      return () => undefined;
    },
    answerClosing: async (isClosing) => void answers.push(isClosing),
  });
  window.location.hash = "#/intake";
  render(<App language="vi" />);
  return userEvent.setup();
}

afterEach(() => {
  stop();
  queryClient.clear();
});

describe("closing the window", () => {
  it("with nothing under way closes at once", async () => {
    open();
    await screen.findByRole("textbox", { name: "Ghi chú" });
    act(() => ask());
    await waitFor(() => expect(answers).toEqual([true]));
  });

  it("in the middle of typing saves first and asks", async () => {
    const user = open();
    await askWhileTyping(user);
    expect(saved.at(-1), "what was typed a moment ago is kept").toBe("chờ giấy");
    expect(answers, "nothing is closed yet").toEqual([]);
    await user.click(screen.getByRole("button", { name: "Đóng phần mềm" }));
    expect(answers).toEqual([true]);
  });

  it("Esc stays, and the focus is back in what was typed", async () => {
    const user = open();
    await askWhileTyping(user);
    await user.keyboard("{Escape}");
    expect(answers).toEqual([false]);
    await waitFor(() => expect(document.activeElement?.getAttribute("name")).toBe("note"));
  });
});

async function askWhileTyping(user: ReturnType<typeof userEvent.setup>) {
  await user.type(await screen.findByRole("textbox", { name: "Ghi chú" }), "chờ giấy");
  act(() => ask());
  await screen.findByRole("dialog", { name: "Đã lưu nháp. Đóng?" });
}
