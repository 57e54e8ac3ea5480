import { useState } from "react";
import type { TaskView } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Code } from "../../components/Code";
import { go } from "../../lib/router";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";
import { TaskDialog } from "./TaskDialog";

/** What only a person can decide. A task leaves this list by a decision and by nothing else. */
export function Tasks({ tasks, now }: { tasks: readonly TaskView[]; now: number }) {
  const t = useMessages();
  const [open, setOpen] = useState<number>();
  if (tasks.length === 0) return null;
  return (
    <section className={css.part}>
      <h2>{t.sync.tasks}</h2>
      <table className={css.table} aria-label={t.sync.tasks}>
        <thead>
          <tr>
            <th>{t.dossiers.code}</th>
            <th>{t.sync.item}</th>
            <th>{t.sync.since}</th>
            <th>{t.sync.state}</th>
            <th>{t.sync.reason}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id}>
              <td>
                <Button
                  look="quiet"
                  size="small"
                  isDisabled={task.dossier === ""}
                  onPress={() => go({ screen: "dossier", id: task.dossier, pages: false })}
                >
                  <Code code={task.code} />
                </Button>
              </td>
              <td>{t.eventNames[task.event] ?? t.sync.itemOther}</td>
              <td>{moment(task.since, now)}</td>
              <td>
                <Chip tone={task.state === "" ? "late" : "soon"}>
                  {t.sync.taskStates[task.state || task.group] ?? task.group}
                </Chip>
              </td>
              <td className={css.why}>{t.sync.reasons[task.kind] ?? t.sync.reasonOther}</td>
              <td>
                <Button
                  size="small"
                  aria-label={`${t.sync.taskOpen}: ${task.code}`}
                  onPress={() => setOpen(task.id)}
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
