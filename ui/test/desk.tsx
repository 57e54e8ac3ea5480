import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach } from "vitest";
import type { ChangeTag } from "../src/api/bindings";
import { connect, queryClient } from "../src/api/client";
import type { Commands } from "../src/api/commands";
import { fixtureDriver } from "../src/api/fixture";
import { App } from "../src/app/App";
import { installHotkeys } from "../src/lib/hotkeys";

type Answers = {
  [N in keyof Commands]?: (
    request: Commands[N]["request"],
    asBefore: () => Promise<Commands[N]["reply"]>,
  ) => Commands[N]["reply"] | Promise<Commands[N]["reply"]>;
};

export type Opened = {
  user: ReturnType<typeof userEvent.setup>;
  /** What was asked of a command, in order. */
  asked: <N extends keyof Commands>(name: N) => Commands[N]["request"][];
  /** The desk says that something has changed. */
  changed: (...tags: ChangeTag[]) => void;
};

let stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  queryClient.clear();
});

/** The window over the fixture's desk, some of whose answers are replaced. */
export function open(hash: string, answers: Answers = {}): Opened {
  const driver = fixtureDriver();
  const called: { name: string; request: unknown }[] = [];
  let onChanged: (tags: readonly ChangeTag[]) => void = () => undefined;
  window.location.hash = hash;
  const disconnect = connect({
    ...driver,
    call: async (name, request) => {
      called.push({ name, request });
      const answer = answers[name];
      const asBefore = () => driver.call(name, request);
      return answer ? await answer(request, asBefore) : asBefore();
    },
    onChanged: (listener) => {
      onChanged = listener;
      return () => undefined;
    },
  });
  stops = [disconnect, installHotkeys()];
  render(<App language="vi" />);
  return {
    user: userEvent.setup(),
    asked: (name) => called.filter((one) => one.name === name).map(({ request }) => request) as never,
    changed: (...tags) => act(() => onChanged(tags)),
  };
}

const huong = "037188004321|164234567|Nguyễn Thị Hường|12051988|Nữ|Xóm 4, Nam Bình|10052021";
/** The fixture leaves three wards to choose from for this one. */
export const duc = "001090012345||Trần Văn Đức|31121990|Nam|Nghĩa Tân, Cầu Giấy, Hà Nội|01012022";

export async function readCard({ user }: Opened, text = huong) {
  await user.click(await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm"));
  await user.paste(text);
  await screen.findByText(text.split("|")[2] ?? "");
}

export async function choose({ user }: Opened, words: string) {
  await user.type(await screen.findByRole("combobox", { name: "Thủ tục" }), `${words}{Enter}`);
  return await screen.findByRole("grid", { name: "Giấy tờ" });
}

export function refusal(...fields: [path: string, code: string][]) {
  return {
    code: "intake.fields",
    params: {},
    fields: fields.map(([path, code]) => ({ path, code, params: {} })),
    traceId: "3f9a12",
  };
}
