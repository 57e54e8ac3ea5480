import type { ReactNode } from "react";
import { useMessages } from "../messages/context";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

type Props = {
  title: string;
  size?: "normal" | "wide";
  onClose: () => void;
  /** What it does, until it has been done. */
  act: { words: string; isBusy?: boolean; isDisabled: boolean; onPress: () => void };
  /** It has been done and `children` tell what came of it: there is nothing left but to close. */
  isDone: boolean;
  children: ReactNode;
};

/** A dialog that does one thing, tells what came of it, and closes. Not while it is at it. */
export function TellingDialog({ title, size = "normal", onClose, act, isDone, children }: Props) {
  const t = useMessages();
  // Nothing is disabled while it is at it: what has the focus would lose it.
  const { words, isBusy = false, isDisabled, onPress } = act;
  const close = () => !isBusy && onClose();
  return (
    <Dialog
      isOpen
      size={size}
      title={title}
      onClose={close}
      footer={
        isDone ? (
          // The button that had the focus is gone.
          <Button key="close" autoFocus onPress={close}>
            {t.common.close}
          </Button>
        ) : (
          <>
            <Button onPress={close}>{t.common.cancel}</Button>
            <Button look="main" isDisabled={isDisabled} onPress={() => !isBusy && onPress()}>
              {words}
            </Button>
          </>
        )
      }
    >
      {children}
    </Dialog>
  );
}
