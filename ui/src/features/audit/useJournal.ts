import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call } from "../../api/client";
import { toCommandError } from "../../api/errors";
import { useNow } from "../../api/useNow";
import { type JournalAsked, remember } from "../../lib/router";
import { isoDay } from "../../lib/time";
import { useDelayed } from "../../lib/useDelayed";

const dayMs = 24 * 60 * 60 * 1000;
/** How many days back each choice looks; none for everything. */
export const spans: Record<string, number | null> = { today: 0, week: 6, month: 29, all: null };

const everything = { officer: "", code: "", span: "all" };
/** As it opens. */
const spanAtFirst = "week";

/** The acts of the journal that were asked for, newest first, in pages; `route` is how it was left. */
export function useJournal(route: JournalAsked) {
  const now = useNow();
  const [asked, setAsked] = useState(() => begin(route));
  const { officer } = asked;
  const code = useDelayed(asked.code.trim());
  const span = asked.span === spanAtFirst ? "" : asked.span;
  const note = (row = "") => remember({ screen: "audit", code, officer, span, row });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once more when the address was changed from elsewhere
  useEffect(() => note(), [code, officer, span, route]);
  const back = spans[asked.span] ?? null;
  const from = back === null ? "" : isoDay(now - back * dayMs);
  const wish = { officer, code, from, until: "" };
  const read = useInfiniteQuery({
    queryKey: ["audit_page", wish],
    queryFn: ({ pageParam }) => call("audit_page", { ...wish, before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.more ? (page.entries.at(-1)?.row ?? null) : null),
    placeholderData: (before) => before,
    staleTime: 0,
  });
  const pages = read.data?.pages ?? [];
  return {
    asked,
    ask: (change: Partial<typeof everything>) => setAsked((before) => ({ ...before, ...change })),
    askAll: () => setAsked(everything),
    isNarrow: asked.code !== "" || asked.officer !== "" || asked.span !== "all",
    wish,
    now,
    isRead: read.data !== undefined,
    error: read.error && toCommandError(read.error),
    entries: pages.flatMap((page) => page.entries),
    officers: (pages[0]?.officers ?? []).map(({ login, name }) => ({ id: login, name })),
    hasOlder: read.hasNextPage,
    readOlder: read.fetchNextPage,
    /** Before a dossier is opened: "back" comes back to this row. */
    leaveBy: (row: number) => note(String(row)),
  };
}

function begin({ code = "", officer = "", span = "" }: JournalAsked): typeof everything {
  return { code, officer, span: Object.hasOwn(spans, span) ? span : spanAtFirst };
}

export type Journal = ReturnType<typeof useJournal>;
