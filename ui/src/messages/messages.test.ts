import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { enErrors } from "./en-errors";
import { enEventNames, enEvents } from "./en-events";
import { reasonAndAdvice, reasonOf } from "./reason";
import { vi } from "./vi";
import { viErrors } from "./vi-errors";
import { viEventNames, viEvents } from "./vi-events";

const rust = (path: string) => readFileSync(resolve(process.cwd(), "../crates", path), "utf8");

/** Every code the desk may send, read from where the desk names them. */
function deskCodes(): string[] {
  const codes = rust("desk/src/errors/code.rs").matchAll(/^ {4}\w+ = "([a-z_.]+)";/gm);
  const reasons = rust("domain/src/dossier/refusal.rs").matchAll(/^ {4}\w+ = "([a-z_]+)", "/gm);
  return [...codes, ...reasons].map(([, code = ""]) => code);
}

function keysOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
}

describe("messages", () => {
  it("every code of the desk has words", () => {
    const codes = deskCodes();
    expect(codes.length, "the codes were found").toBeGreaterThan(60);
    expect(codes.filter((code) => !(code in viErrors))).toEqual([]);
  });

  it("every task of the desk and every verdict of the centre has words", () => {
    const verdicts = rust("central/src/admit/mod.rs").matchAll(/^ {12}Self::\w+ => "([a-z_]+)",/gm);
    const feeds = [...rust("store/src/table/feed.rs").matchAll(/add_feed_task\("([a-z_]+)"/g)];
    const folds = [...rust("store/src/fold.rs").matchAll(/^const [A-Z_]+: &str = "([a-z_]+)";/gm)];
    const reasons = [...verdicts, ...feeds, ...folds].map(([, code = ""]) => code);
    expect(reasons.length, "the codes were found").toBeGreaterThan(12);
    expect([feeds.length > 0, folds.length > 0]).toEqual([true, true]);
    expect(reasons.filter((code) => !(code in vi.sync.reasons))).toEqual([]);
    expect(reasons.filter((code) => !(code in vi.sync.advice))).toEqual([]);
    expect(Object.keys(vi.sync.advice).filter((code) => !(code in vi.sync.reasons))).toEqual([]);
  });

  it("a reason stands alone, or with its advice, also what nobody has named yet", () => {
    expect(reasonOf("unreadable", vi)).toBe("Trung tâm không đọc được");
    expect(reasonAndAdvice("unreadable", vi)).toBe("Trung tâm không đọc được – báo quản trị");
    expect(reasonAndAdvice("sending", vi)).toBe("Đang chờ đến lượt");
    expect(reasonAndAdvice("never_heard_of", vi)).toBe("Cần người xem lại – báo quản trị");
  });

  it("every event of the journal has a name and a sentence", () => {
    const events = rust("domain/src/dossier/event.rs").matchAll(
      /Self::\w+(?: \{ \.\. \}|\(_\))? => "([a-z_]+)",/g,
    );
    const kinds = [...events].map(([, kind = ""]) => kind);
    expect(kinds.length, "the kinds were found").toBeGreaterThan(15);
    expect(kinds.filter((kind) => !(kind in viEvents) || !(kind in viEventNames))).toEqual([]);
  });

  it("English says all that Vietnamese says", () => {
    expect(keysOf(en).sort()).toEqual(keysOf(vi).sort());
    expect(Object.keys(enErrors).sort()).toEqual(Object.keys(viErrors).sort());
    expect(Object.keys(enEvents).sort()).toEqual(Object.keys(viEvents).sort());
    expect(Object.keys(enEventNames).sort()).toEqual(Object.keys(viEventNames).sort());
  });

  it("uses the words of the counter, not the ones it forbids", () => {
    const texts = JSON.stringify(vi);
    for (const word of [
      "Thiếu giấy tờ",
      "Không tiếp nhận",
      "Mở quầy",
      "Kết ca",
      "diễn tập",
      "giao khách hàng",
      "khách hàng",
    ]) {
      expect(texts.includes(word), word).toBe(false);
    }
  });

  it("an error with values says them", () => {
    expect(viErrors.number_digits?.({ count: "11" })).toContain("11");
    expect(viErrors["sign_in.password"]?.({ left: "3" })).toContain("3");
    expect(viErrors["sign_in.password"]?.({}), "and is whole without them").toBe("Mật khẩu chưa đúng.");
  });
});
