import { useState } from "react";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Icon } from "../../components/Icon";
import { hotkeys } from "../../lib/hotkeys";
import { clock } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Conclusion.module.css";
import { hasContent } from "./draft";
import { useFormState } from "./formContext";
import type { Autosave } from "./useAutosave";
import type { Conclude } from "./useConclude";

/** The last line of the form: put it by, throw it away, or receive it. */
export function Conclusion({ conclude, saved }: { conclude: Conclude; saved: Autosave["saved"] }) {
  const t = useMessages();
  const isEmpty = useFormState(({ draft }) => !hasContent(draft));
  return (
    <div className={css.bar}>
      <Button
        icon={<Icon name="parked" />}
        hotkey={hotkeys.park}
        onPress={conclude.park}
        isDisabled={isEmpty}
      >
        {t.intake.park}
      </Button>
      <Discard isDisabled={isEmpty} onDiscard={conclude.discard} />
      <span className={css.saved} aria-live="off">
        {saved.hasFailed && <span className={css.failed}>{t.intake.saveFailed}</span>}
        {!saved.hasFailed && saved.at !== undefined && (
          <>
            <Icon name="check" /> {t.intake.savedAt(clock(saved.at))}
          </>
        )}
      </span>
      <div className={css.error}>{conclude.error && <ErrorNotice error={conclude.error} />}</div>
      <Button
        look="main"
        data-conclude
        className={css.receive}
        hotkey={hotkeys.conclude}
        onPress={conclude.receive}
      >
        {t.intake.receive}
      </Button>
    </div>
  );
}

function Discard({ isDisabled, onDiscard }: { isDisabled: boolean; onDiscard: () => void }) {
  const t = useMessages();
  const [isAsking, setAsking] = useState(false);
  const discard = () => {
    setAsking(false);
    onDiscard();
  };
  return (
    <>
      <Button look="quiet" isDisabled={isDisabled} onPress={() => setAsking(true)}>
        {t.intake.discard}
      </Button>
      <Dialog
        size="small"
        title={t.intake.discardAsk}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        footer={
          <>
            <Button autoFocus onPress={() => setAsking(false)}>
              {t.common.back}
            </Button>
            <Button look="danger" onPress={discard}>
              {t.intake.discardYes}
            </Button>
          </>
        }
      >
        <p>{t.intake.discardNote}</p>
      </Dialog>
    </>
  );
}
