/** Civil time of the counter: always UTC+07:00, whatever the machine says. */
const timeZone = "Asia/Ho_Chi_Minh";

const format = new Intl.DateTimeFormat("en-GB", {
  timeZone,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  weekday: "short",
  hourCycle: "h23",
});
const weekdayIndex: Record<string, number> = { Sun: 0, Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6 };

export type CivilParts = {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  weekday: number;
};

export function civilParts(ms: number): CivilParts {
  const found: Record<string, string> = {};
  for (const part of format.formatToParts(ms)) found[part.type] = part.value;
  const { year = "", month = "", day = "", hour = "", minute = "", weekday = "Sun" } = found;
  return { year, month, day, hour, minute, weekday: weekdayIndex[weekday] ?? 0 };
}

/** "09:41" */
export function clock(ms: number): string {
  const { hour, minute } = civilParts(ms);
  return `${hour}:${minute}`;
}

/** "23/11/2026" */
export function day(ms: number): string {
  const { year, month, day } = civilParts(ms);
  return `${day}/${month}/${year}`;
}

/** "2026-11-23", as commands take a day. */
export function isoDay(ms: number): string {
  const { year, month, day } = civilParts(ms);
  return `${year}-${month}-${day}`;
}

/** "23/11", with the year when it is not this one. */
export function shortDay(ms: number, now: number): string {
  const { year, month, day } = civilParts(ms);
  return year === civilParts(now).year ? `${day}/${month}` : `${day}/${month}/${year}`;
}

/** "09:45 thứ Hai 07/12": a promise carries its date. */
export function promise(ms: number, now: number, weekdays: readonly string[]): string {
  return `${clock(ms)} ${weekdays[civilParts(ms).weekday]} ${shortDay(ms, now)}`;
}

/** "09:41" today, "09:41 22/11" on another day. */
export function moment(ms: number, now: number): string {
  return day(ms) === day(now) ? clock(ms) : `${clock(ms)} ${shortDay(ms, now)}`;
}

export type Span = { unit: "minutes" | "hours" | "days"; count: number };

/** A length of time in the one unit people would say it in. */
export function span(ms: number): Span {
  const minutes = Math.max(1, Math.floor(Math.abs(ms) / 60_000));
  if (minutes < 60) return { unit: "minutes", count: minutes };
  if (minutes < 48 * 60) return { unit: "hours", count: Math.floor(minutes / 60) };
  return { unit: "days", count: Math.floor(minutes / 1440) };
}

/** What the officer typed as digits ("22112026 0930") as a civil moment for the desk, or as typed. */
export function typedMoment(text: string): string {
  const digits = text.replace(/\D/g, "");
  if (digits.length !== 12) return text.trim();
  const [d, m, y, h, min] = [
    digits.slice(0, 2),
    digits.slice(2, 4),
    digits.slice(4, 8),
    digits.slice(8, 10),
    digits.slice(10),
  ];
  return `${y}-${m}-${d}T${h}:${min}`;
}

/** The civil moment of a draft as an officer reads it. */
export function readMoment(civil: string): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(civil);
  return found ? `${found[3]}/${found[2]}/${found[1]} ${found[4]}:${found[5]}` : civil;
}
