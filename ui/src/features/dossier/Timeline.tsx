import type { TimelineEntry } from "../../api/bindings";
import { useNow } from "../../api/useNow";
import { Icon, type IconName } from "../../components/Icon";
import { clock, day, shortDay } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Dossier.module.css";

/** How far an act has come. */
export const sentShapes: Record<string, IconName> = { pending: "clock", acked: "check", durable: "check" };

/** The journal as sentences, each with its proof. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
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
                <span className={css.sent} data-sent={entry.sent}>
                  <Icon name={sentShapes[entry.sent] ?? "clock"} size={0.95} />{" "}
                  {t.dossier.sent[entry.sent] ?? entry.sent}
                </span>
                {entry.offline && <span>{t.dossier.offline}</span>}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** What happened, in words. */
export function sentence({ kind, params }: TimelineEntry, t: ReturnType<typeof useMessages>): string {
  const whole = params.code ? { ...params, code: unbroken(params.code) } : params;
  return t.events[kind]?.(whole) ?? t.eventNames[kind] ?? kind;
}

/** A code with word joiners: no line ends inside it. */
function unbroken(code: string): string {
  return code.replaceAll("-", "\u2060-\u2060");
}
