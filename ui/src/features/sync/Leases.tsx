import type { LeaseView } from "../../api/bindings";
import { count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** Numbers given ahead, so that a code can be given without a link. */
export function Leases({ leases }: { leases: readonly LeaseView[] }) {
  const t = useMessages();
  return (
    <section className={css.part}>
      <h2>{t.sync.leases}</h2>
      {leases.length === 0 ? (
        <p className={css.none}>{t.sync.leasesEmpty}</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th>{t.sync.leaseDay}</th>
              <th>{t.settings.agency}</th>
              <th>{t.sync.leaseRange}</th>
              <th className={css.right}>{t.sync.leaseNext}</th>
              <th className={css.right}>{t.sync.leaseLeft}</th>
            </tr>
          </thead>
          <tbody>
            {leases.map((lease) => (
              <tr key={`${lease.agency} ${lease.day} ${lease.from}`}>
                <td>{lease.day.split("-").reverse().join("/")}</td>
                <td className={css.mono}>{lease.agency}</td>
                <td className={css.mono}>
                  {code(lease.from)}–{code(lease.to)}
                </td>
                <td className={`${css.mono} ${css.right}`}>
                  {lease.next > lease.to ? "–" : code(lease.next)}
                </td>
                <td className={css.right}>{count(Math.max(0, lease.to - lease.next + 1))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function code(number: number): string {
  return String(number).padStart(4, "0");
}
