import { useState } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { DossierView } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Kbd } from "../../components/Kbd";
import { Said } from "../../components/Said";
import { useDeskActions } from "../../lib/actions";
import { hotkeys } from "../../lib/hotkeys";
import { useMessages } from "../../messages/context";
import { useSaveReceipt } from "../printing/useSaveReceipt";
import { ActDialog } from "./ActDialog";
import { type Act, dialogActs } from "./acts";
import css from "./Dossier.module.css";
import { ForeignCodeDialog } from "./ForeignCodeDialog";

/** The acts that are legal now and not the next one. */
export function OtherActs({ dossier }: { dossier: DossierView }) {
  const t = useMessages();
  const { openReprint } = useDeskActions();
  const { id, code } = dossier.row;
  const { saying, run } = useSaveReceipt(id);
  const [isCoding, setCoding] = useState(false);
  const [asking, setAsking] = useState<Act>();
  const legal = dialogActs.filter((act) => dossier.acts.includes(act));
  const acts: Record<string, () => void> = {
    save: run,
    reprint: () => openReprint(id, code),
    code: () => setCoding(true),
    ...Object.fromEntries(legal.map((act) => [act, () => setAsking(act)])),
  };
  return (
    <>
      <MenuTrigger>
        <Button>
          <span className={css.menuButton}>
            {t.common.more} <Icon name="down" />
          </span>
        </Button>
        <Popover className={css.popover} placement="bottom end">
          <Menu className={css.menu} onAction={(key) => acts[String(key)]?.()}>
            {legal.map((act) => (
              <MenuItem key={act} id={act} className={css.menuItem}>
                {t.dossier.acts[act].name}
              </MenuItem>
            ))}
            {dossier.acts.includes("set_foreign_code") && (
              <MenuItem id="code" className={css.menuItem}>
                {t.dossier.foreignCode}
              </MenuItem>
            )}
            {dossier.acts.includes("reprint") && (
              <MenuItem id="reprint" className={css.menuItem} textValue={t.dossier.reprint}>
                {t.dossier.reprint} <Kbd keys={hotkeys.print} />
              </MenuItem>
            )}
            <MenuItem id="save" className={css.menuItem}>
              {t.dossier.save}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Said saying={saying} />
      {asking && (
        <ActDialog act={asking} dossier={id} holder={dossier.holder} onClose={() => setAsking(undefined)} />
      )}
      {isCoding && <ForeignCodeDialog dossier={id} code={code} onClose={() => setCoding(false)} />}
    </>
  );
}
