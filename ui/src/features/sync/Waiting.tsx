import type { SyncItem } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Code } from "../../components/Code";
import { go } from "../../lib/router";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** Every item that waits, with its reason in words; none is hidden, none blocks the rest. */
export function Waiting({ items, now }: { items: readonly SyncItem[]; now: number }) {
  const t = useMessages();
  return (
    <section className={css.part}>
      <h2>{t.sync.waiting}</h2>
      {items.length === 0 ? (
        <p className={css.none}>{t.sync.waitingEmpty}</p>
      ) : (
        <table className={css.table} aria-label={t.sync.waiting}>
          <thead>
            <tr>
              <th>{t.dossiers.code}</th>
              <th>{t.sync.item}</th>
              <th>{t.sync.since}</th>
              <th>{t.sync.state}</th>
              <th>{t.sync.reason}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={`${item.dossier} ${item.kind} ${item.since}`}>
                <td>
                  <Button
                    look="quiet"
                    size="small"
                    onPress={() => go({ screen: "dossier", id: item.dossier, pages: false })}
                  >
                    <Code code={item.code} />
                  </Button>
                </td>
                <td>{item.kind === "file" ? t.sync.file : (t.eventNames[item.kind] ?? t.sync.itemOther)}</td>
                <td>{moment(item.since, now)}</td>
                <td>
                  <Chip tone="calm">{t.sync.states[item.state] ?? t.sync.states.waiting}</Chip>
                </td>
                <td>{reasonOf(item, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Always words: what nobody has named yet still says what to do. */
function reasonOf({ reason, state }: SyncItem, t: ReturnType<typeof useMessages>): string {
  const why = reason || state;
  return t.linkReason[why] ?? t.sync.reasons[why] ?? t.sync.reasonOther;
}
