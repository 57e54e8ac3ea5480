import type { SyncItem } from "../../api/bindings";
import { Chip } from "../../components/Chip";
import { cx } from "../../lib/class";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { reasonAndAdvice } from "../../messages/reason";
import { Heads, RowStart } from "./RowStart";
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
        <table className={cx(css.table, css.acts)} aria-label={t.sync.waiting}>
          <thead>
            <tr>
              <Heads />
            </tr>
          </thead>
          <tbody>
            {withKeys(items).map(({ key, item }) => (
              <tr key={key}>
                <RowStart of={item} kind={item.kind} now={now} />
                <td>
                  <Chip tone="calm">{t.sync.states[item.state] ?? t.sync.states.waiting}</Chip>
                </td>
                <td className={css.why}>
                  {item.copiedAt === null ? whyOf(item, t) : t.courier.copied(moment(item.copiedAt, now))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Two acts on one dossier may bear the same moment; the second is told apart by its place. */
function withKeys(items: readonly SyncItem[]) {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const of = `${item.dossier} ${item.kind} ${item.since}`;
    const before = seen.get(of) ?? 0;
    seen.set(of, before + 1);
    return { key: `${of} ${before}`, item };
  });
}

/** Always words: what nobody has named yet still says what to do. */
function whyOf({ reason, state }: SyncItem, t: ReturnType<typeof useMessages>): string {
  const why = reason || state;
  return t.linkReason[why] ?? reasonAndAdvice(why, t);
}
