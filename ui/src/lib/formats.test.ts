import { describe, expect, it } from "vitest";
import { vi } from "../messages/vi";
import { fold } from "./fold";
import { kindOfTyped, readBirth, readNumber, readPhone } from "./identity";
import { bytes, count, dong } from "./number";
import { formatRoute, parseRoute, type Route } from "./router";
import { clock, day, moment, promise, readMoment, span, typedMoment } from "./time";
import { uuidv7 } from "./uuid";

const now = Date.UTC(2026, 10, 23, 2, 41);

describe("time at the counter", () => {
  it("is UTC+07:00 wherever the machine thinks it is", () => {
    expect(clock(Date.UTC(2026, 10, 22, 17, 5)), "midnight is past in Việt Nam").toBe("00:05");
    expect(day(Date.UTC(2026, 10, 22, 17, 5))).toBe("23/11/2026");
  });

  it("a promise carries its weekday and date", () => {
    expect(promise(Date.UTC(2026, 11, 7, 2, 45), now, vi.weekdays)).toBe("09:45 thứ Hai 07/12");
    expect(promise(Date.UTC(2027, 0, 3, 2, 0), now, vi.weekdays), "another year says so").toBe(
      "09:00 Chủ nhật 03/01/2027",
    );
  });

  it("a moment of today is its hour alone", () => {
    expect([moment(now, now), moment(now - 86_400_000, now)]).toEqual(["09:41", "09:41 22/11"]);
  });

  it("a length is said in one unit", () => {
    expect([span(59_000), span(125 * 60_000), span(50 * 3_600_000)]).toEqual([
      { unit: "minutes", count: 1 },
      { unit: "hours", count: 2 },
      { unit: "days", count: 2 },
    ]);
  });

  it("reads a day and hour typed as digits, and shows it again", () => {
    expect(typedMoment("07122026 0945")).toBe("2026-12-07T09:45");
    expect(typedMoment("07/12/2026 09:45")).toBe("2026-12-07T09:45");
    expect(typedMoment("mai"), "what is no moment stays for the desk to refuse").toBe("mai");
    expect(readMoment("2026-12-07T09:45")).toBe("07/12/2026 09:45");
  });
});

describe("numbers", () => {
  it("are written as in Việt Nam", () => {
    expect([count(12_345), dong(200_000), bytes(1_468_006), bytes(900)]).toEqual([
      "12.345",
      "200.000\u00a0đ",
      "1,4\u00a0MB",
      "900\u00a0B",
    ]);
  });
});

describe("identity", () => {
  it("a personal number is read in groups", () => {
    expect(readNumber("037188004321")).toBe("037 1 88 004321");
    expect(readNumber("B1234567"), "a passport stays").toBe("B1234567");
  });

  it("telephones and birth dates are readable once left", () => {
    expect([
      readPhone("0912345678"),
      readPhone("+12025550123"),
      readBirth("12051988"),
      readBirth("1957"),
    ]).toEqual(["0912 345 678", "+12025550123", "12/05/1988", "1957"]);
  });

  it("the first field tells a number from a code from an errand", () => {
    expect(
      ["", "037188004321", "037 188 004 321", "1.001776", "tro cap xa hoi", "2 con"].map(kindOfTyped),
    ).toEqual(["empty", "number", "number", "code", "words", "words"]);
  });
});

it("folds letters as the desk does", () => {
  expect(fold("ĐẶNG Thị Ú́t")).toBe("dang thi ut");
});

it("an address survives being written and read", () => {
  const routes: Route[] = [
    { screen: "intake" },
    { screen: "dossiers", queue: "overdue", text: "hường & 0131" },
    { screen: "dossier", id: "a/b", pages: true },
    { screen: "sync" },
    { screen: "sync", of: "a/b" },
    { screen: "settings" },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
  expect(parseRoute("/không-có"), "an unknown place is the first screen").toEqual({ screen: "intake" });
});

it("request ids are UUIDv7 in the order of time", () => {
  const [first, second] = [uuidv7(1_000), uuidv7(2_000)];
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(first < second, "sorted by time").toBe(true);
});
