import { type CommandError, isForAdministrator } from "../api/errors";
import { useErrorWords, useMessages } from "../messages/context";
import { Notice } from "./Notice";

/** What the officer asked for is no error. */
const asked = ["scan.cancelled"];

/** A refused command in words: what is safe and what to do. */
export function ErrorNotice({ error }: { error: CommandError }) {
  const words = useErrorWords();
  const t = useMessages();
  return (
    <Notice tone={asked.includes(error.view.code) ? "calm" : "late"} live>
      {words(error.view)}
      {error.view.traceId !== "" && isForAdministrator(error.view) && (
        <> {t.common.trace(error.view.traceId)}</>
      )}
    </Notice>
  );
}
