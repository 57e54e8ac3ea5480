import { useEffect, useState } from "react";
import { answerClosing, call, onClosing } from "../api/client";
import { saveAll } from "../api/session";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { hasContent } from "../features/intake/draft";
import { useMessages } from "../messages/context";

/** The window is asked to close: what was typed is kept first, and with a draft the officer is asked. */
export function Closing({ isAtWork }: { isAtWork: boolean }) {
  const t = useMessages();
  const [isSaved, setSaved] = useState<boolean>();
  useEffect(() => onClosing(() => void close(isAtWork, setSaved)), [isAtWork]);
  const stay = () => {
    setSaved(undefined);
    void answerClosing(false);
  };
  if (isSaved === undefined) return null;
  return (
    <Dialog
      size="small"
      title={isSaved ? t.closing.saved : t.closing.unsaved}
      isOpen
      onClose={stay}
      footer={
        <>
          <Button onPress={stay}>{t.closing.stay}</Button>
          <Button look="main" autoFocus onPress={() => void answerClosing(true)}>
            {t.closing.close}
          </Button>
        </>
      }
    >
      <p>{isSaved ? t.closing.savedNote : t.closing.unsavedNote}</p>
    </Dialog>
  );
}

/** Closes at once where nothing is under way. */
async function close(isAtWork: boolean, ask: (isSaved: boolean) => void) {
  if (!isAtWork) return answerClosing(true);
  try {
    const isSaved = await saveAll();
    const draft = await call("current_draft", null);
    if (!isSaved || hasContent(draft)) ask(isSaved);
    else await answerClosing(true);
  } catch {
    ask(false);
  }
}
