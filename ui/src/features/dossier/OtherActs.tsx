import { useState } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { DossierView } from "../../api/bindings";
import { call } from "../../api/client";
import { toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Kbd } from "../../components/Kbd";
import { useDeskActions } from "../../lib/actions";
import { hotkeys } from "../../lib/hotkeys";
import { useErrorWords, useMessages } from "../../messages/context";
import css from "./Dossier.module.css";

/** The acts that are legal now and not the next one. */
export function OtherActs({ dossier }: { dossier: DossierView }) {
  const t = useMessages();
  const words = useErrorWords();
  const { openReprint } = useDeskActions();
  const [said, setSaid] = useState("");
  const { id, code } = dossier.row;
  const save = () =>
    call("save_receipt", id).then(
      (name) => setSaid(t.intake.savedPdf(name)),
      (thrown: unknown) => setSaid(words(toCommandError(thrown).view)),
    );
  const act = (key: unknown) => (key === "save" ? void save() : openReprint(id, code));
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
      {said !== "" && (
        <p className={css.said} aria-live="polite">
          {said}
        </p>
      )}
    </>
  );
}
