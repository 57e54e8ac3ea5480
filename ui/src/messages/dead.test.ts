import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { vi } from "./vi";
import { viErrors } from "./vi-errors";
import { viEventNames, viEvents } from "./vi-events";

const sources = (root: string, isWanted: (path: string) => boolean) =>
  readdirSync(resolve(process.cwd(), root), { recursive: true, encoding: "utf8" })
    .filter(isWanted)
    .map((path) => readFileSync(resolve(process.cwd(), root, path), "utf8"))
    .join("\n");

const window = sources(
  "src",
  (path) =>
    /\.tsx?$/.test(path) && !path.includes(".test.") && !/^(messages\/(vi|en)|api\/fixture)/.test(path),
);
const desk = sources("../crates", (path) => path.endsWith(".rs"));

type Table = Record<string, unknown>;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const says = (pattern: string, text = window) => new RegExp(pattern).test(text);

/** What no screen says. A table read by a key of the desk is said as a whole. */
function dead(table: Table, path: string): string[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    const code = `\\bt${at.replaceAll(".", "\\.")}`;
    if (isTable(value)) return says(`${code}(?![.\\w])`) ? unknownTags(value, at) : dead(value, at);
    return says(`${code}(?!\\w)`) ? [] : [at];
  });
}

/** Keys of a table that neither the desk nor the window has a word for. */
function unknownTags(table: Table, path: string): string[] {
  return Object.keys(table)
    .filter((key) => key !== "" && !isKnown(key) && !says(`\\bt${path}.${key}\\b`))
    .map((key) => `${path}.${key}`);
}

function isKnown(tag: string): boolean {
  const variant = tag.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const quoted = `["'\`]${tag.replaceAll(".", "\\.")}["'\`]`;
  return says(quoted) || says(`\\b${tag}:`) || says(quoted, desk) || says(`\\b${variant}\\b`, desk);
}

describe("messages", () => {
  it("every one is said on some screen", () => {
    const { errors: _, errorOther: __, events: ___, eventNames: ____, ...said } = vi;
    expect(window.length, "the sources were found").toBeGreaterThan(100_000);
    expect(dead(said, "")).toEqual([]);
  });

  it("every word for a tag has a desk that sends the tag", () => {
    expect(desk.length, "the sources were found").toBeGreaterThan(1_000_000);
    const tables = { errors: viErrors, events: viEvents, eventNames: viEventNames };
    expect(Object.entries(tables).flatMap(([name, table]) => unknownTags(table, name))).toEqual([]);
  });
});
