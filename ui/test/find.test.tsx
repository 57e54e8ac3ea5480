import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open } from "./desk";

const nothing = /^Không có hồ sơ nào khớp/;

describe("a list that opens under a field", () => {
  it("is not there before its first answer, and says only then that nothing was found", async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const desk = open("#/intake", {
      dossier_ids: async (request, asBefore) => {
        if (request.text !== "") await answered;
        return asBefore();
      },
    });
    await desk.user.type(await screen.findByRole("combobox", { name: /^Tìm hồ sơ/ }), "khong-co-ai");
    await expect.poll(() => desk.asked("dossier_ids").at(-1)?.text).toBe("khong-co-ai");
    expect(screen.queryByRole("listbox")).toBeNull();
    answer();
    expect(await screen.findByText(nothing)).toBeTruthy();
    await desk.user.keyboard("2");
    expect(screen.getByText(nothing), "and stays while the next is looked for").toBeTruthy();
  });

  it("opens with what was found, though nothing was typed since it was asked", async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const desk = open("#/intake", {
      dossier_rows: async (_request, asBefore) => {
        await answered;
        return asBefore();
      },
    });
    await desk.user.type(await screen.findByRole("combobox", { name: /^Tìm hồ sơ/ }), "huong");
    await expect.poll(() => desk.asked("dossier_rows").length).toBe(1);
    expect(screen.queryByRole("listbox")).toBeNull();
    answer();
    expect((await screen.findAllByRole("option")).length).toBeGreaterThan(0);
    expect(screen.queryByText(nothing)).toBeNull();
  });

  it("is closed by Esc, which leaves what was typed; Enter then shows it before it takes anything", async () => {
    const desk = open("#/intake");
    const field = await screen.findByRole<HTMLInputElement>("combobox", { name: /^Tìm hồ sơ/ });
    await desk.user.type(field, "huong");
    await screen.findAllByRole("option");
    await desk.user.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(field.value).toBe("huong");
    await desk.user.keyboard("{Enter}");
    expect(screen.getAllByRole("option").length).toBeGreaterThan(0);
    expect(window.location.hash).toBe("#/intake");
    await desk.user.keyboard("{Enter}");
    expect(window.location.hash).toMatch(/^#\/dossier\//);
  });

  it("goes with its dialog when it stands in one", async () => {
    const desk = open("#/intake");
    await screen.findByRole("combobox", { name: /^Tìm hồ sơ/ });
    await desk.user.keyboard("{Control>}k{/Control}");
    const field = await screen.findByPlaceholderText("Gõ tên việc cần làm…");
    await desk.user.type(field, "ho so{Escape}");
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  });
});
