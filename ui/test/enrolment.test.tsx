import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AppState } from "../src/api/bindings";
import { open } from "./desk";

it("takes a recovery code where the keys of the desk are gone, and comes back to the sign-in", async () => {
  let recovered: AppState | undefined;
  const desk = open("#/intake", {
    app_state: async (_: null, asBefore: () => Promise<AppState>) => {
      recovered ??= { ...(await asBefore()), stage: "signedOut" as const };
      return recovered;
    },
    enrol: () => {
      recovered = { ...(recovered as AppState), officers: [] };
      return recovered;
    },
  });
  await desk.user.type(await screen.findByLabelText("Mật khẩu"), "mất khóa{Enter}");
  await desk.user.click(await screen.findByRole("button", { name: "Nhập mã khôi phục" }));
  expect(screen.queryByLabelText("Tên quầy")).toBeNull();
  await desk.user.type(screen.getByLabelText("Mã khôi phục"), "motcua1.abc{Tab}{Enter}");
  expect(await screen.findByLabelText("Tên đăng nhập")).toBeTruthy();
  expect(screen.queryByText(/không còn trong kho khóa/)).toBeNull();
  expect(screen.getByText(/Máy đã có khóa mới/)).toBeTruthy();
  expect(desk.asked("enrol")).toEqual([{ code: "motcua1.abc", label: "" }]);
});

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
