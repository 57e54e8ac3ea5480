import { useState } from "react";
import type { HolderView } from "../../api/bindings";
import { call } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { ErrorNotice } from "../../components/ErrorNotice";
import { count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

type Props = {
  from: HolderView;
  /** What this desk is called. */
  to: string;
  onMoved: (moved: number) => void;
  onClose: () => void;
};

/** Asked before all that a desk holds is moved: how many, from where, what happens, what is safe. */
export function TakeOverDialog({ from, to, onMoved, onClose }: Props) {
  const t = useMessages();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<CommandError>();
  const many = count(from.held);
  const move = () => {
    if (isBusy) return;
    setBusy(true);
    call("take_over", from.desk).then(onMoved, (thrown: unknown) => {
      setBusy(false);
      setError(toCommandError(thrown));
    });
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t.sync.takeOverAsk(many, from.label)}
      onClose={onClose}
      footer={
        <>
          <Button autoFocus onPress={onClose}>
            {t.common.back}
          </Button>
          <Button look="main" isDisabled={isBusy} onPress={move}>
            {t.sync.takeOverYes(many)}
          </Button>
        </>
      }
    >
      <div className={css.deciding}>
        <p>{t.sync.takeOverWhat(to)}</p>
        <p>{t.sync.takeOverSafe}</p>
        <p>{t.sync.takeOverOnly(from.label)}</p>
        {error && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}
