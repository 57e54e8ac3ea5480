import type { CourierMade } from "../../api/bindings";
import { Notice } from "../../components/Notice";
import { count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** A bundle is there and right; what to do with it, and what did not fit. */
export function CourierMadeNote({ made: { bundle, eventsLeft, filesLeft } }: { made: CourierMade }) {
  const t = useMessages();
  return (
    <div className={css.deciding} role="status">
      <p>{t.courier.done(count(bundle.number), count(bundle.events), count(bundle.files))}</p>
      <p className={css.path}>{t.courier.doneNext(bundle.file)}</p>
      {eventsLeft + filesLeft > 0 && (
        <Notice tone="soon">{t.courier.left(count(eventsLeft), count(filesLeft))}</Notice>
      )}
    </div>
  );
}
