import type { ConflictView, SideView } from "../../api/bindings";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** Both acts side by side: what, who, when, at which desk, then field by field. */
export function TaskSides({ conflict, now }: { conflict: ConflictView; now: number }) {
  const t = useMessages();
  const { mine, theirs, fields } = conflict;
  if (!mine) return null;
  const sides = theirs ? [mine, theirs] : [mine];
  const row = (name: string, of: (side: SideView) => string) => (
    <tr>
      <th scope="row">{name}</th>
      {sides.map((side, place) => (
        <td key={place === 0 ? "mine" : "theirs"}>{of(side)}</td>
      ))}
    </tr>
  );
  return (
    <table className={css.sides}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t.sync.mine}</th>
          {theirs && <th scope="col">{t.sync.theirs}</th>}
        </tr>
      </thead>
      <tbody>
        {row(t.sync.item, (side) => t.eventNames[side.kind] ?? t.sync.itemOther)}
        {row(t.sync.officer, ({ officer }) => officer)}
        {row(t.sync.desk, ({ desk }) => desk)}
        {row(t.sync.at, ({ at }) => moment(at, now))}
        {fields.map((field) => (
          <tr key={field.name} data-differs={(theirs !== null && field.mine !== field.theirs) || undefined}>
            <th scope="row">{t.sync.fields[field.name] ?? field.name}</th>
            <td>{field.mine || "–"}</td>
            {theirs && <td>{field.theirs || "–"}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
