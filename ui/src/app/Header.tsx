import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { AppState } from "../api/bindings";
import { lock, signOut } from "../api/session";
import { Icon } from "../components/Icon";
import { Kbd } from "../components/Kbd";
import { hotkeys } from "../lib/hotkeys";
import type { Route } from "../lib/router";
import { useMessages } from "../messages/context";
import { Find } from "./Find";
import css from "./Header.module.css";

/** The name of the screen, the find field, who is at work. */
export function Header({ route, state }: { route: Route; state: AppState }) {
  const t = useMessages();
  const title = route.screen === "intake" ? t.screens.intakeTitle : t.screens[route.screen];
  return (
    <header className={css.header}>
      <h1 className={css.title}>{title}</h1>
      <Find />
      {state.session && <Officer name={state.session.name} role={t.frame.role[state.session.role] ?? ""} />}
    </header>
  );
}

function Officer({ name, role }: { name: string; role: string }) {
  const t = useMessages();
  const act = (key: unknown) => void (key === "lock" ? lock() : signOut());
  return (
    <MenuTrigger>
      <AriaButton className={css.officer} aria-label={t.frame.officerMenu(name)}>
        <Icon name="person" />
        <span className={css.officerName}>{name}</span>
        <Icon name="down" />
      </AriaButton>
      <Popover className={css.popover} placement="bottom end">
        <Menu className={css.menu} onAction={act}>
          <MenuItem id="who" isDisabled className={css.who} textValue={name}>
            <strong>{name}</strong>
            <span>{role}</span>
          </MenuItem>
          <MenuItem id="lock" className={css.item} textValue={t.frame.lock}>
            {t.frame.lock} <Kbd keys={hotkeys.lock} />
          </MenuItem>
          <MenuItem id="out" className={css.item}>
            {t.frame.signOut}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
