import type { OutageView } from "../../api/bindings";
import { moment, span } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** When there was no link, and how long: the reason of much that is late. */
export function Outages({ outages, now }: { outages: readonly OutageView[]; now: number }) {
  const t = useMessages();
  const lasted = (outage: OutageView) => {
    const { unit, count } = span((outage.to ?? now) - outage.from);
    return t.span[unit](count);
  };
  return (
    <section className={css.part}>
      <h2>{t.sync.outages}</h2>
      {outages.length === 0 ? (
        <p className={css.none}>{t.sync.outagesEmpty}</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th>{t.sync.from}</th>
              <th>{t.sync.to}</th>
              <th>{t.sync.lasted}</th>
              <th>{t.sync.detected}</th>
            </tr>
          </thead>
          <tbody>
            {outages.map((outage) => (
              <tr key={outage.from}>
                <td>{moment(outage.from, now)}</td>
                <td>{outage.to === null ? t.sync.ongoing : moment(outage.to, now)}</td>
                <td>{lasted(outage)}</td>
                <td>
                  {t.sync.detectedBy[outage.detected]}: {t.linkReason[outage.reason] ?? outage.reason}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
