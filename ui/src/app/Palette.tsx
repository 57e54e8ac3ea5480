import { useState } from "react";
import { lock, signOut } from "../api/session";
import { Dialog } from "../components/Dialog";
import { Kbd } from "../components/Kbd";
import { SearchBox } from "../components/SearchBox";
import { type DeskActions, useDeskActions } from "../lib/actions";
import { fold } from "../lib/fold";
import { hotkeys } from "../lib/hotkeys";
import { audits } from "../lib/roles";
import { go, queues } from "../lib/router";
import { useMessages } from "../messages/context";
import type { Messages } from "../messages/vi";
import css from "./Find.module.css";

type Command = { id: string; name: string; hotkey?: string; run: () => void };

type Props = { role: string; isOpen: boolean; onClose: () => void; onKeys: () => void };

/** Ctrl+K: everything that can be done, by name. */
export function Palette({ role, isOpen, onClose, onKeys }: Props) {
  const t = useMessages();
  const actions = useDeskActions();
  const [text, setText] = useState("");
  const wanted = fold(text).split(" ").filter(Boolean);
  const commands = allCommands(t, { ...actions, openKeys: onKeys }, role).filter(({ name }) =>
    wanted.every((word) => fold(name).includes(word)),
  );
  const close = () => {
    setText("");
    onClose();
  };
  const choose = (command: Command) => {
    close();
    command.run();
  };
  return (
    <Dialog title={t.frame.palette} isOpen={isOpen} onClose={close} size="small">
      <div className={css.palette}>
        <SearchBox
          label={t.frame.paletteField}
          labelAt="hidden"
          placeholder={t.frame.paletteField}
          text={text}
          onText={setText}
          items={commands}
          idOf={({ id }) => id}
          textOf={({ name }) => name}
          onChoose={choose}
          empty={t.frame.paletteNothing}
          onEscape={close}
          autoFocus
          render={({ name, hotkey }) => (
            <span className={css.command}>
              {name}
              {hotkey && <Kbd keys={hotkey} />}
            </span>
          )}
        />
      </div>
    </Dialog>
  );
}

type Actions = DeskActions & { openKeys: () => void };

function allCommands(t: Messages, actions: Actions, role: string): Command[] {
  return [
    { id: "intake", name: t.keys.intake, hotkey: hotkeys.intake, run: () => go({ screen: "intake" }) },
    { id: "parked", name: t.parked.title, run: () => go({ screen: "parked" }) },
    ...queues.map((queue) => ({
      id: queue,
      name: `${t.dossiers.title}: ${t.dossiers.queues[queue]}`,
      run: () => go({ screen: "dossiers", queue, text: "" }),
    })),
    { id: "forward", name: t.keys.forward, hotkey: hotkeys.forward, run: () => actions.openForward() },
    { id: "print", name: t.printing.jobs, run: actions.openPrintJobs },
    { id: "sync", name: t.sync.title, run: () => go({ screen: "sync" }) },
    ...(audits.includes(role)
      ? [{ id: "audit", name: t.screens.audit, run: () => go({ screen: "audit" }) }]
      : []),
    { id: "settings", name: t.settings.title, run: () => go({ screen: "settings" }) },
    { id: "keys", name: t.frame.keysTitle, hotkey: hotkeys.keys, run: actions.openKeys },
    { id: "lock", name: t.frame.lock, hotkey: hotkeys.lock, run: () => void lock() },
    { id: "sign_out", name: t.frame.signOut, run: () => void signOut() },
  ];
}
