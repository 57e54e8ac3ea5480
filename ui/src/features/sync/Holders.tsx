import { useRef, useState } from "react";
import type { HolderView } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Said } from "../../components/Said";
import { focusSoon } from "../../lib/focusSoon";
import { count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";
import { TakeOverDialog } from "./TakeOverDialog";

/** For the lead: what each desk holds, and taking over what a dead desk held. */
export function Holders({ holders }: { holders: readonly HolderView[] }) {
  const t = useMessages();
  const heading = useRef<HTMLHeadingElement>(null);
  const [asking, setAsking] = useState<string>();
  const [moved, setMoved] = useState("");
  if (holders.length === 0) return null;
  const from = holders.find(({ desk }) => desk === asking);
  const tell = (many: number, { label }: HolderView) => {
    setAsking(undefined);
    setMoved(t.sync.takenOver(count(many), label));
    // The button that asked goes with its row.
    focusSoon(() => (document.querySelector('[role="dialog"]') ? undefined : heading.current));
  };
  return (
    <section className={css.part}>
      <h2 ref={heading} tabIndex={-1}>
        {t.sync.holders}
      </h2>
      <table className={css.table} aria-label={t.sync.holders}>
        <tbody>
          {holders.map((holder) => (
            <tr key={holder.desk}>
              <td className={css.why}>{holder.label}</td>
              <td>{t.sync.held(count(holder.held))}</td>
              <td className={css.act}>
                {!holder.here && (
                  <Button
                    size="small"
                    aria-label={`${t.sync.takeOver}: ${holder.label}`}
                    onPress={() => setAsking(holder.desk)}
                  >
                    {t.sync.takeOver}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {moved !== "" && <Said saying={{ text: moved, hasFailed: false }} />}
      {from && (
        <TakeOverDialog
          from={from}
          to={holders.find(({ here }) => here)?.label ?? ""}
          onMoved={(many) => tell(many, from)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </section>
  );
}
