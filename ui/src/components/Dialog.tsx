import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { cx } from "../lib/class";
import { useHotkeyLayer } from "../lib/hotkeys";
import css from "./Dialog.module.css";

type Props = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  size?: "small" | "normal" | "wide" | "full";
  /** Keys pressed anywhere in it. */
  onKeyDown?: (event: KeyboardEvent) => void;
};

/** A dialog. Esc closes it; nothing typed behind it is lost. */
export function Dialog({ title, isOpen, onClose, children, footer, size = "normal", onKeyDown }: Props) {
  return (
    <ModalOverlay
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      className={css.overlay}
    >
      <Modal className={cx(css.modal, css[size])}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears the keys of what is inside */}
        <div className={css.keys} onKeyDown={onKeyDown}>
          <AriaDialog className={css.dialog}>
            <Layer />
            <Heading slot="title" className={css.title}>
              {title}
            </Heading>
            <div className={css.body}>{children}</div>
            {footer && <div className={css.footer}>{footer}</div>}
          </AriaDialog>
        </div>
      </Modal>
    </ModalOverlay>
  );
}

/** Its own keys while it is open, and the focus back where it was when it closes. */
function Layer() {
  const [before] = useState(() => document.activeElement);
  useHotkeyLayer();
  useEffect(
    () => () => {
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
      }, 0);
    },
    [before],
  );
  return null;
}
