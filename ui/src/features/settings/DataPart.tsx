import { useState } from "react";
import type { SettingsView } from "../../api/bindings";
import { call } from "../../api/client";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { Said } from "../../components/Said";
import { useSaying } from "../../components/useSaying";
import { answersForDesk, onlyReads } from "../../lib/roles";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { RestoreDialog } from "./RestoreDialog";
import css from "./Settings.module.css";

/** Where the data are, the last backup, and for whom it is the way back from one. */
export function DataPart({ settings, role }: { settings: SettingsView; role: string }) {
  const t = useMessages();
  const now = useNow();
  const [isRestoring, setRestoring] = useState(false);
  const isInCharge = answersForDesk.includes(role);
  const { saying, isBusy, run } = useSaying(async () => t.settings.backupDone(await call("backup", null)));
  const lists = useSaying(async () => {
    await call("rebuild", null);
    return t.settings.rebuilt;
  });
  return (
    <section className={css.part}>
      <h2>{t.settings.data}</h2>
      <dl className={css.facts}>
        <dt>{t.settings.dataDir}</dt>
        <dd className={css.mono}>{settings.dataDir}</dd>
        <dt>{t.settings.lastBackup}</dt>
        <dd>{settings.lastBackup === null ? t.settings.never : moment(settings.lastBackup, now)}</dd>
      </dl>
      <div className={css.row}>
        {!onlyReads.includes(role) && (
          <Button onPress={run}>{isBusy ? t.settings.backingUp : t.settings.backup}</Button>
        )}
        {isInCharge && (
          <Button look="danger" onPress={() => setRestoring(true)}>
            {t.settings.restore}
          </Button>
        )}
        <Said saying={saying} />
      </div>
      {isInCharge ? (
        <div className={css.row}>
          <Button onPress={lists.run}>{t.settings.rebuild}</Button>
          <Said saying={lists.saying} />
        </div>
      ) : (
        <p>{t.settings.restoreWho}</p>
      )}
      {isRestoring && <RestoreDialog onClose={() => setRestoring(false)} />}
    </section>
  );
}
