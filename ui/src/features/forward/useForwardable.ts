import { useQueries } from "@tanstack/react-query";
import type { DossierRow } from "../../api/bindings";
import { call, queryKey, useDesk } from "../../api/client";

/** Most dossiers handed over in one act. */
const forwardMax = 200;

/** The dossiers to hand over, those asked for or all that wait for it; none before they are read. */
export function useForwardable(asked: readonly string[] | undefined): DossierRow[] | undefined {
  const { data: waiting } = useDesk(
    "dossier_ids",
    { text: "", queue: "to_forward", scope: "office" },
    { enabled: asked === undefined, fresh: true },
  );
  const ids = (waiting?.ids ?? []).slice(0, forwardMax);
  const { data: rows } = useDesk("dossier_rows", { ids }, { enabled: ids.length > 0, fresh: true });
  const named = useQueries({
    queries: (asked ?? []).slice(0, forwardMax).map((id) => ({
      queryKey: queryKey("dossier", id),
      queryFn: () => call("dossier", id),
    })),
    combine: (results) =>
      results.some(({ isPending }) => isPending)
        ? undefined
        : results.flatMap(({ data }) => (data?.acts.includes("forward") ? [data.row] : [])),
  });
  if (asked !== undefined) return named;
  return waiting && ids.length === 0 ? [] : rows;
}
