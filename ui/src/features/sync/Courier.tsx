import { useState } from "react";
import type { CourierBundle } from "../../api/bindings";
import { useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { Chip, type Tone } from "../../components/Chip";
import { cx } from "../../lib/class";
import { count } from "../../lib/number";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { CourierAnswer } from "./CourierAnswer";
import { CourierCopy } from "./CourierCopy";
import css from "./Sync.module.css";

const tones: Record<string, Tone> = {
  waiting: "soon",
  answered: "done",
  partly: "late",
  arrived: "done",
  unfinished: "late",
};

/** The way to the centre when the link stays dead: on a stick, and the answer back. */
export function Courier({ now }: { now: number }) {
  const t = useMessages();
  const { data: courier } = useDesk("courier", null);
  const [open, setOpen] = useState<"copy" | "answer">();
  const close = () => setOpen(undefined);
  return (
    <section className={css.part} aria-label={t.courier.title}>
      <h2>{t.courier.title}</h2>
      <p className={css.safe}>{t.courier.lead}</p>
      <div className={css.buttons}>
        <Button onPress={() => setOpen("copy")}>{t.courier.copyOpen}</Button>
        <Button onPress={() => setOpen("answer")}>{t.courier.answerOpen}</Button>
      </div>
      {courier && courier.bundles.length > 0 && <Bundles bundles={courier.bundles} now={now} />}
      {open === "copy" && <CourierCopy onClose={close} />}
      {open === "answer" && <CourierAnswer onClose={close} />}
    </section>
  );
}

/** Every bundle with what became of it. */
function Bundles({ bundles, now }: { bundles: readonly CourierBundle[]; now: number }) {
  const t = useMessages();
  return (
    <table className={cx(css.table, css.acts)} aria-label={t.courier.title}>
      <thead>
        <tr>
          <th>{t.courier.bundle}</th>
          <th>{t.courier.madeAt}</th>
          <th>{t.courier.content}</th>
          <th>{t.courier.state}</th>
          <th>{t.courier.place}</th>
        </tr>
      </thead>
      <tbody>
        {bundles.map((bundle) => (
          <tr key={bundle.number}>
            <td>{count(bundle.number)}</td>
            <td>{moment(bundle.madeAt, now)}</td>
            <td>{t.courier.contentOf(count(bundle.events), count(bundle.files))}</td>
            <td>
              <Chip tone={tones[bundle.state] ?? "calm"}>
                {t.courier.states[bundle.state] ?? bundle.state}
              </Chip>
            </td>
            <td className={cx(css.why, css.path)}>
              {bundle.place}/{bundle.file}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
