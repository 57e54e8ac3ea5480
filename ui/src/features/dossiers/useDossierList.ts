import { useQueries } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { DossierQuery, DossierRow } from "../../api/bindings";
import { call, queryKey, useDesk } from "../../api/client";
import { useDelayed } from "../../lib/useDelayed";

/** Rows read at a time; the desk gives at most 200. */
const windowRows = 100;

export type DossierList = {
  count: number;
  isCut: boolean;
  isRead: boolean;
  rowAt: (index: number) => DossierRow | undefined;
  keyAt: (index: number) => number;
  onRange: (first: number, last: number) => void;
};

/** A list of any length: its ordered row ids once, and the rows of the windows in sight. */
export function useDossierList(query: DossierQuery): DossierList {
  const text = useDelayed(query.text);
  const { data } = useDesk("dossier_ids", { ...query, text: text.trim() });
  const ids = data?.ids ?? [];
  const [range, setRange] = useState({ first: 0, last: 0 });
  const from = Math.floor(range.first / windowRows);
  const to = Math.floor(range.last / windowRows);
  const wanted = Array.from({ length: to - from + 1 }, (_, place) =>
    ids.slice((from + place) * windowRows, (from + place + 1) * windowRows),
  ).filter((window) => window.length > 0);
  const rows = useQueries({
    queries: wanted.map((window) => ({
      queryKey: queryKey("dossier_rows", { ids: window }),
      queryFn: () => call("dossier_rows", { ids: window }),
    })),
    combine: (results) =>
      new Map(results.flatMap(({ data: read }) => read ?? []).map((row) => [row.row, row])),
  });
  const onRange = useCallback((first: number, last: number) => {
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, []);
  return {
    count: ids.length,
    isCut: data?.cut ?? false,
    isRead: data !== undefined,
    rowAt: (index) => rows.get(ids[index] ?? -1),
    keyAt: (index) => ids[index] ?? -1,
    onRange,
  };
}
