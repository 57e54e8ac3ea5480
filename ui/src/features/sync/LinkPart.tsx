import type { ReactNode } from "react";
import type { SyncView } from "../../api/bindings";
import { Chip } from "../../components/Chip";
import { bytes, count } from "../../lib/number";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** The link, and how far each of three counts has come: recorded here, at the centre, in its backup. */
export function LinkPart({ sync, now, action }: { sync: SyncView; now: number; action: ReactNode }) {
  const t = useMessages();
  const tone = ({ online: "done", connecting: "calm", offline: "soon" } as const)[sync.link];
  const words = { online: t.strip.online, connecting: t.strip.connecting, offline: t.strip.offline("") }[
    sync.link
  ];
  const why = t.linkReason[sync.linkReason];
  return (
    <section className={css.link} aria-label={t.sync.link}>
      <div className={css.state}>
        <Chip tone={tone}>{words}</Chip>
        {why && <p>{why}</p>}
        <p className={css.dim}>
          {t.sync.lastContact}: {sync.lastContact === null ? t.common.notYet : moment(sync.lastContact, now)}
          {sync.nextAttempt !== null && (
            <>
              {" · "}
              {t.sync.nextAttempt}: {moment(sync.nextAttempt, now)}
            </>
          )}
        </p>
        {action}
      </div>
      <dl className={css.numbers}>
        <Figure name={t.sync.recorded} value={count(sync.recorded)} />
        <Figure name={t.sync.acked} value={count(sync.acked)} isBehind={sync.acked < sync.recorded} />
        <Figure name={t.sync.durable} value={count(sync.durable)} />
        <Figure
          name={t.sync.files}
          value={
            sync.filesWaiting === 0
              ? t.sync.noFiles
              : t.sync.filesWaiting(count(sync.filesWaiting), bytes(sync.bytesWaiting))
          }
          isWords
        />
      </dl>
    </section>
  );
}

type FigureProps = { name: string; value: string; isBehind?: boolean; isWords?: boolean };

function Figure({ name, value, isBehind = false, isWords = false }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isWords ? css.words : undefined} data-behind={isBehind || undefined}>
        {value}
      </dd>
    </div>
  );
}
