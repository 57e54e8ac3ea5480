import type { CommandError } from "../api/errors";
import { useErrorWords, useMessages } from "../messages/context";
import { Notice } from "./Notice";

/** A refused command in words: what is safe and what to do. */
export function ErrorNotice({ error }: { error: CommandError }) {
  const words = useErrorWords();
  const t = useMessages();
  return (
    <Notice tone="late" live>
      {words(error.view)}
      {error.view.traceId !== "" && error.view.fields.length === 0 && (
        <> {t.common.trace(error.view.traceId)}</>
      )}
    </Notice>
  );
}
