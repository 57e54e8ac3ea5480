import type { CourierMade } from "../../api/bindings";
import { Notice } from "../../components/Notice";
import { count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** A bundle is there and right; what to do with it, and what did not fit. */
export function CourierMadeNote({ made: { bundle, eventsLeft, filesLeft } }: { made: CourierMade }) {
  const t = useMessages();
  const left = [
    eventsLeft > 0 && t.courier.leftEvents(count(eventsLeft)),
    filesLeft > 0 && t.courier.leftFiles(count(filesLeft)),
  ].filter(Boolean);
  return (
    <div className={css.deciding} role="status">
      <Notice tone="done">
        {t.courier.done(count(bundle.number), count(bundle.events), count(bundle.files))}
      </Notice>
      <div>
        <p>{t.courier.doneNext}</p>
        <p className={css.file}>{bundle.file}</p>
      </div>
      {left.length > 0 && <Notice tone="soon">{t.courier.left(left.join(", "))}</Notice>}
    </div>
  );
}
