import { Button } from "../../components/Button";
import { Code } from "../../components/Code";
import { go } from "../../lib/router";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** The columns of what waits and of what has to be decided. */
export function Heads() {
  const t = useMessages();
  return (
    <>
      <th className={css.code}>{t.dossiers.code}</th>
      <th className={css.item}>{t.sync.item}</th>
      <th className={css.since}>{t.sync.since}</th>
      <th className={css.status}>{t.sync.state}</th>
      <th>{t.sync.reason}</th>
    </>
  );
}

type Props = { of: { dossier: string; code: string; since: number }; kind: string; now: number };

/** How each of their rows begins: the dossier, the act on it, since when. */
export function RowStart({ of: { dossier, code, since }, kind, now }: Props) {
  const t = useMessages();
  return (
    <>
      <td>
        <Button
          look="quiet"
          size="small"
          isDisabled={dossier === ""}
          onPress={() => go({ screen: "dossier", id: dossier, pages: false })}
        >
          <Code code={code} />
        </Button>
      </td>
      <td>{kind === "file" ? t.sync.file : (t.eventNames[kind] ?? t.sync.itemOther)}</td>
      <td>{moment(since, now)}</td>
    </>
  );
}
