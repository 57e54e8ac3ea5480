import { useMemo } from "react";
import type { DossierRow } from "../../api/bindings";
import { useNow } from "../../api/useNow";
import { Chip } from "../../components/Chip";
import { Code } from "../../components/Code";
import type { GridColumn } from "../../components/DataGrid";
import { Icon } from "../../components/Icon";
import { dueWords, statusTone } from "../../lib/due";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import type { Messages } from "../../messages/vi";
import css from "./Dossiers.module.css";

/** The columns of every list of dossiers: code first, due as words, state as a chip with a word. */
export function useColumns(marked: ReadonlySet<string>): GridColumn<DossierRow>[] {
  const t = useMessages();
  const now = useNow();
  return useMemo(() => columnsOf(t, now, marked), [t, now, marked]);
}

function columnsOf(t: Messages, now: number, marked: ReadonlySet<string>): GridColumn<DossierRow>[] {
  return [
    {
      id: "code",
      name: t.dossiers.code,
      width: "11.9rem",
      render: (row) => (
        <span className={css.code}>
          {marked.has(row.id) && <Icon name="check" />}
          <Code code={row.code} />
        </span>
      ),
    },
    {
      id: "person",
      name: t.dossiers.person,
      width: "minmax(clamp(11.5rem, 17%, 12.9rem), 13fr)",
      render: (row) => (
        <strong className={css.person} title={row.person}>
          {row.person}
        </strong>
      ),
    },
    {
      id: "procedure",
      name: t.dossiers.procedure,
      width: "minmax(9.5rem, 19fr)",
      leftOut: "tight",
      render: (row) => <span title={row.procedure}>{row.procedure}</span>,
    },
    {
      id: "received",
      name: t.dossiers.receivedAt,
      width: "5.6rem",
      leftOut: "narrow",
      render: (row) => <time>{moment(row.receivedAt, now)}</time>,
    },
    {
      id: "due",
      name: t.dossiers.due,
      width: "10.9rem",
      render: (row) => {
        const { tone, text } = dueWords(row, now, t);
        return tone === "calm" ? <time>{text}</time> : <Chip tone={tone}>{text}</Chip>;
      },
    },
    {
      id: "state",
      name: t.dossiers.state,
      width: "minmax(clamp(15.6rem, 25.5%, 20.3rem), 11fr)",
      render: (row) => <State row={row} t={t} />,
    },
  ];
}

/** At most two chips, the most pressing first: what was decided, what it lacks, where it is. */
function State({ row, t }: { row: DossierRow; t: Messages }) {
  const isAway = row.forwardedTo !== "" && (row.status === "received" || row.status === "registered");
  const tone = statusTone(row.status);
  const status = isAway ? (
    <Chip key="status" icon="forward">
      {t.dossiers.forwarded}
    </Chip>
  ) : (
    <Chip key="status" tone={tone}>
      {t.dossiers.status[row.status] ?? row.status}
    </Chip>
  );
  const lacks = [
    row.digitise && (
      <Chip key="digitise" tone="soon" icon="digitise">
        {t.dossiers.digitise}
      </Chip>
    ),
    row.unsent && (
      <Chip key="unsent" icon="sync">
        {t.dossiers.unsent}
      </Chip>
    ),
  ].filter(Boolean);
  const isPressing = tone !== "calm";
  const chips = isPressing || lacks.length === 0 ? [status, ...lacks] : lacks;
  return (
    <span className={css.state}>
      {chips.slice(0, 2)}
      {isAway && lacks.length === 0 && (
        <span className={css.place} title={row.forwardedTo}>
          {row.forwardedTo}
        </span>
      )}
    </span>
  );
}
