import { useDesk } from "../../api/client";
import { Notice } from "../../components/Notice";
import { useMessages } from "../../messages/context";
import { wipeLeft } from "../../messages/wipeLeft";
import css from "./Sync.module.css";

/** The centre's order to wipe this desk: what is still only here, and when it is carried out. */
export function Wipe() {
  const t = useMessages();
  const { data: strip } = useDesk("strip", null);
  if (!strip?.wipe) return null;
  const left = wipeLeft(strip.wipe, t);
  return (
    <section className={css.part}>
      <h2>{t.strip.wipeTitle}</h2>
      <div className={css.told}>
        <Notice tone="late">{left === "" ? t.strip.wipeNow : `${t.strip.wipeLeft}: ${left}`}</Notice>
        <p>{t.strip.wipeNote}</p>
      </div>
    </section>
  );
}
