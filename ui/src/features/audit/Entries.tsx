import { Link } from "react-aria-components";
import type { AuditEntryView } from "../../api/bindings";
import { Code } from "../../components/Code";
import { Icon } from "../../components/Icon";
import { Sent } from "../../components/Sent";
import { cx } from "../../lib/class";
import { formatRoute } from "../../lib/router";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { reasonOf } from "../../messages/reason";
import { sentence } from "../../messages/sentence";
import css from "./Audit.module.css";

type Props = { entries: readonly AuditEntryView[]; now: number; onLeave: (row: number) => void };

/** The acts as a table: when, who, where, what, on which dossier, and the proof. */
export function Entries({ entries, now, onLeave }: Props) {
  const t = useMessages();
  return (
    <table className={css.table} aria-label={t.screens.audit}>
      <thead>
        <tr>
          <th>{t.audit.at}</th>
          <th>{t.audit.officer}</th>
          <th>{t.audit.desk}</th>
          <th>{t.audit.act}</th>
          <th>{t.audit.dossier}</th>
          <th>{t.audit.place}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ row, dossier, code, entry, issue }) => (
          <tr key={row} data-row={row}>
            <td>{moment(entry.at, now)}</td>
            <td>
              <span className={css.name}>{entry.officer}</span>
            </td>
            <td>
              <span className={cx(css.name, css.desk)}>{entry.desk}</span>
            </td>
            <td className={css.act}>
              {sentence(entry, t)}
              {entry.offline && <span className={css.dim}> · {t.dossier.offline}</span>}
              {issue !== "" && (
                <p className={css.issue}>
                  <Icon name="warning" /> {reasonOf(issue, t)}
                </p>
              )}
            </td>
            <td>
              <Link
                className={css.link}
                onPressStart={() => onLeave(row)}
                href={`#${formatRoute({ screen: "dossier", id: dossier, pages: false })}`}
              >
                {code === "" ? t.audit.noCode : <Code code={code} />}
              </Link>
            </td>
            <td className={css.proof}>
              <span className={css.place}>
                {t.dossier.proof(String(entry.seq))} {entry.hashTail}
              </span>
              <Sent sent={entry.sent} isShort />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
