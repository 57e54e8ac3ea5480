import { useDesk } from "../../api/client";
import { Notice } from "../../components/Notice";
import { useMessages } from "../../messages/context";
import { roomWords } from "../../messages/roomWords";
import css from "./Sync.module.css";

/** Ended by a person, in a part of their own. */
const decidedElsewhere: readonly string[] = ["frozen", "twin"];

/** What the strip sends one here for and no list of this screen shows: why no code is given, and too little room. */
export function Told() {
  const t = useMessages();
  const { data: strip } = useDesk("strip", null);
  if (!strip) return null;
  const problem = decidedElsewhere.includes(strip.numberingProblem) ? "" : strip.numberingProblem;
  const why = t.strip.numberingNote[problem];
  const room = roomWords(strip, t);
  return (
    <>
      {why && (
        <section className={css.part}>
          <h2>{t.strip.numbering[problem]}</h2>
          <div className={css.told}>
            <Notice tone="late">{why}</Notice>
          </div>
        </section>
      )}
      {room && (
        <section className={css.part}>
          <h2>{room.words}</h2>
          <div className={css.told}>
            <Notice tone={room.tone}>{t.strip.diskNote}</Notice>
          </div>
        </section>
      )}
    </>
  );
}
