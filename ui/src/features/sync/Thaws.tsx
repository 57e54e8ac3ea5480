import type { ThawView } from "../../api/bindings";
import { count } from "../../lib/number";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** When a person let this desk go on after its journal forked: who, and why. */
export function Thaws({ thaws, now }: { thaws: readonly ThawView[]; now: number }) {
  const t = useMessages();
  if (thaws.length === 0) return null;
  return (
    <section className={css.part}>
      <h2>{t.sync.thaws}</h2>
      <table className={css.table} aria-label={t.sync.thaws}>
        <thead>
          <tr>
            <th>{t.sync.at}</th>
            <th>{t.sync.thawBy}</th>
            <th>{t.sync.thawMoved}</th>
            <th>{t.sync.thawWhy}</th>
          </tr>
        </thead>
        <tbody>
          {thaws.map(({ at, officer, moved, reason }) => (
            <tr key={at}>
              <td>{moment(at, now)}</td>
              <td>
                <span className={css.who}>{officer}</span>
              </td>
              <td>{t.sync.thawMovedOf(count(moved))}</td>
              <td className={css.path}>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
