import type { DossierView } from "../../api/bindings";
import { useNow } from "../../api/useNow";
import { Sent } from "../../components/Sent";
import { clock, day, moment, shortDay } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { sentence } from "../../messages/sentence";
import css from "./Dossier.module.css";
import { NotTaken } from "./NotTaken";

/** The journal as sentences, each with its proof, and whether the link was down meanwhile. */
export function Timeline({ dossier: { row, timeline: entries, outages } }: { dossier: DossierView }) {
  const t = useMessages();
  const now = useNow();
  return (
    <section className={css.timeline} aria-label={t.dossier.timeline}>
      <h2 className={css.partName}>{t.dossier.timeline}</h2>
      <ol>
        {entries.map((entry, place) => {
          const before = entries[place - 1];
          const isNewDay = !before || day(before.at) !== day(entry.at);
          return (
            <li key={`${entry.desk} ${entry.seq}`} className={css.entry}>
              {isNewDay && <p className={css.day}>{shortDay(entry.at, now)}</p>}
              <p>
                <time className={css.time}>{clock(entry.at)}</time>{" "}
                <strong>{entry.desk || entry.officer}</strong> {sentence(entry, t)}
              </p>
              <p className={css.proof}>
                {entry.officer !== "" && entry.desk !== "" && <span>{entry.officer}</span>}
                <span>
                  {t.dossier.proof(String(entry.seq))} <span className={css.hash}>{entry.hashTail}</span>
                </span>
                {!entry.refusal && <Sent sent={entry.sent} />}
                {entry.offline && <span>{t.dossier.offline}</span>}
              </p>
              <NotTaken dossier={row.id} entry={entry} now={now} />
            </li>
          );
        })}
      </ol>
      {outages.map((outage) => (
        <p key={outage.from} className={css.dim}>
          {t.dossier.outage(
            moment(outage.from, now),
            outage.to === null ? t.sync.ongoing : moment(outage.to, now),
          )}
        </p>
      ))}
    </section>
  );
}
