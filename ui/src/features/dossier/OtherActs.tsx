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
import css from "./Dossier.module.css";

/** The acts that are legal now and not the next one. */
export function OtherActs({ dossier }: { dossier: DossierView }) {
  const t = useMessages();
  const { openReprint } = useDeskActions();
  const { id, code } = dossier.row;
  const { saying, run } = useSaveReceipt(id);
  const act = (key: unknown) => (key === "save" ? run() : openReprint(id, code));
  return (
    <>
      <MenuTrigger>
        <Button>
          <span className={css.menuButton}>
            {t.common.more} <Icon name="down" />
          </span>
        </Button>
        <Popover className={css.popover} placement="bottom end">
          <Menu className={css.menu} onAction={act}>
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
    </>
  );
}
