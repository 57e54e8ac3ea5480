import { useState } from "react";
import { call, queryClient, queryKey } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { Checkbox } from "../../components/Checkbox";
import { Dialog } from "../../components/Dialog";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/TextField";
import { useMessages } from "../../messages/context";
import css from "./Settings.module.css";

/** An announced restore: leases become void, so it is asked for twice. */
export function RestoreDialog({ onClose }: { onClose: () => void }) {
  const t = useMessages();
  const [folder, setFolder] = useState("");
  const [isSure, setSure] = useState(false);
  const [error, setError] = useState<CommandError>();
  const restore = async () => {
    setError(undefined);
    try {
      const state = await call("restore", folder.trim());
      queryClient.clear();
      queryClient.setQueryData(queryKey("app_state", null), state);
    } catch (thrown) {
      setError(toCommandError(thrown));
    }
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t.settings.restoreTitle}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t.common.cancel}</Button>
          <Button look="danger" isDisabled={!isSure || folder.trim() === ""} onPress={() => void restore()}>
            {t.settings.restoreYes}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p>{t.settings.restoreNote}</p>
        <TextField
          autoFocus
          label={t.settings.restoreFolder}
          labelAt="top"
          name="folder"
          mono
          value={folder}
          onChange={setFolder}
        />
        <Checkbox isSelected={isSure} onChange={setSure}>
          {t.settings.restoreConfirm}
        </Checkbox>
        {error && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}
