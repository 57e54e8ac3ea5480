import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AppState } from "../src/api/bindings";
import { open } from "./desk";

it("goes back to the code when the code is refused", async () => {
  const desk = open("#/intake", {
    app_state: async (_: null, asBefore: () => Promise<AppState>) => ({
      ...(await asBefore()),
      stage: "unenrolled" as const,
      desk: null,
    }),
  });
  await desk.user.type(await screen.findByLabelText("Mã ghi danh"), "1234");
  await desk.user.type(screen.getByLabelText("Tên quầy"), "Quầy 3{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("Mã ghi danh không đúng");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Mã ghi danh")));
});
