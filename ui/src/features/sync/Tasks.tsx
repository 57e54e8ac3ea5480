import { useEffect, useRef, useState } from "react";
import type { TaskView } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { cx } from "../../lib/class";
import { focusSoon } from "../../lib/focusSoon";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { reasonAndAdvice } from "../../messages/reason";
import { Heads, RowStart } from "./RowStart";
import css from "./Sync.module.css";
import { TaskDialog } from "./TaskDialog";

type Props = {
  tasks: readonly TaskView[];
  /** The dossier one comes from: its task has the focus. */
  of: string | undefined;
  now: number;
};

/** What only a person can decide. A task leaves this list by a decision and by nothing else. */
export function Tasks({ tasks, of, now }: Props) {
  const t = useMessages();
  const [open, setOpen] = useState<number>();
  const table = useRef<HTMLTableElement>(null);
  const { length } = tasks;
  const before = useRef(length);
  useEffect(() => {
    if (of) focusSoon(() => table.current?.querySelector<HTMLElement>(`[data-decide="${CSS.escape(of)}"]`));
  }, [of]);
  useEffect(() => {
    // The button that opened what was decided is gone with it.
    if (length < before.current && document.activeElement === document.body)
      (table.current?.querySelector<HTMLElement>("[data-decide]") ?? document.querySelector("main"))?.focus();
    before.current = length;
  }, [length]);
  if (tasks.length === 0) return null;
  return (
    <section className={css.part}>
      <h2>{t.sync.tasks}</h2>
      <table ref={table} className={cx(css.table, css.acts)} aria-label={t.sync.tasks}>
        <thead>
          <tr>
            <Heads />
            <td />
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id}>
              <RowStart of={task} kind={task.event} now={now} />
              <td>
                <Chip tone={task.state === "" ? "late" : "soon"}>
                  {t.sync.taskStates[task.state || task.group] ?? task.group}
                </Chip>
              </td>
              <td className={css.why}>
                {task.refusal
                  ? t.sync.refusedBy(task.refusal.officer, moment(task.refusal.at, now), task.refusal.reason)
                  : reasonAndAdvice(task.kind, t)}
              </td>
              <td className={css.act}>
                <Button
                  size="small"
                  aria-label={`${t.sync.taskOpen}: ${task.code}`}
                  onPress={() => setOpen(task.id)}
                  data-decide={task.dossier}
                >
                  {t.sync.taskOpen}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {open !== undefined && <TaskDialog id={open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}
