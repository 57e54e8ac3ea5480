import { useState } from "react";
import { useMessages } from "../messages/context";
import { Button } from "./Button";
import css from "./PageViewer.module.css";
import { TextField } from "./TextField";

type Props = {
  /** Several pages that go together. */
  isFile: boolean;
  needsReason: boolean;
  onRemove: (reason: string) => Promise<void>;
};

/** Takes the page out, with a reason where one is owed. */
export function RemovePage({ isFile, needsReason, onRemove }: Props) {
  const t = useMessages();
  const [reason, setReason] = useState<string>();
  const words = isFile ? t.pages.removeFile : t.pages.remove;
  if (reason === undefined)
    return (
      <Button look="danger" onPress={() => (needsReason ? setReason("") : void onRemove(""))}>
        {words}
      </Button>
    );
  const remove = () => {
    if (reason.trim() !== "") void onRemove(reason.trim());
  };
  return (
    <div className={css.reason}>
      <TextField
        autoFocus
        label={t.pages.removeReason}
        labelAt="hidden"
        placeholder={t.pages.removeReason}
        value={reason}
        onChange={setReason}
        onEnter={remove}
      />
      <Button look="danger" isDisabled={reason.trim() === ""} onPress={remove}>
        {words}
      </Button>
    </div>
  );
}
