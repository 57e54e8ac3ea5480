import { useDesk } from "../../api/client";
import { ErrorNotice } from "../../components/ErrorNotice";
import { onlyReads } from "../../lib/roles";
import { useMessages } from "../../messages/context";
import { DataPart } from "./DataPart";
import { DevicesPart } from "./DevicesPart";
import { LookPart } from "./LookPart";
import css from "./Settings.module.css";
import { useChangeSetting } from "./useChangeSetting";

/** What the officer may set on this desk. A change is saved at once, with a tick where it was made. */
export function Settings() {
  const t = useMessages();
  const { data: settings } = useDesk("settings", null);
  const { data: state } = useDesk("app_state", null);
  const { change, saved, error } = useChangeSetting();
  if (!settings || !state) return null;
  const role = state.session?.role ?? "";
  return (
    <div className={css.screen}>
      {error && <ErrorNotice error={error} />}
      {!onlyReads.includes(role) && <DevicesPart settings={settings} change={change} saved={saved} />}
      <LookPart settings={settings} change={change} saved={saved} />
      <DataPart settings={settings} role={role} />
      {state.desk && (
        <section className={css.part}>
          <h2>{t.settings.desk}</h2>
          <dl className={css.facts}>
            <dt>{t.settings.desk}</dt>
            <dd>{state.desk.label}</dd>
            <dt>{t.settings.office}</dt>
            <dd>{state.desk.officeName}</dd>
            <dt>{t.settings.agency}</dt>
            <dd className={css.mono}>{state.desk.agency}</dd>
            <dt>{t.settings.centre}</dt>
            <dd className={css.mono}>{state.desk.centre}</dd>
            <dt>{t.settings.version}</dt>
            <dd className={css.mono}>{state.version}</dd>
          </dl>
        </section>
      )}
    </div>
  );
}
