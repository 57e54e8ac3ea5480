import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { Kbd } from "../components/Kbd";
import { type HotkeyAction, hotkeys } from "../lib/hotkeys";
import { useMessages } from "../messages/context";
import css from "./KeysDialog.module.css";

/** F1: every key and what it does. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useMessages();
  return (
    <Dialog
      title={t.frame.keysTitle}
      isOpen={isOpen}
      onClose={onClose}
      footer={<Button onPress={onClose}>{t.common.close}</Button>}
    >
      <dl className={css.keys}>
        {(Object.keys(hotkeys) as HotkeyAction[]).map((action) => (
          <div key={action} className={css.row}>
            <dt>
              <Kbd keys={hotkeys[action]} />
              <span className={css.spoken}>{hotkeys[action]}</span>
            </dt>
            <dd>{t.keys[action]}</dd>
          </div>
        ))}
      </dl>
      <p className={css.note}>{t.frame.keysNote}</p>
    </Dialog>
  );
}
