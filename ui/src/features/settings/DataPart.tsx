import { useState } from "react";
import type { SettingsView } from "../../api/bindings";
import { call } from "../../api/client";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { Said } from "../../components/Said";
import { useSaying } from "../../components/useSaying";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { RestoreDialog } from "./RestoreDialog";
import css from "./Settings.module.css";

/** Where the data are, the last backup, and the way back from one. */
export function DataPart({ settings }: { settings: SettingsView }) {
  const t = useMessages();
  const now = useNow();
  const [isRestoring, setRestoring] = useState(false);
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
        <Button onPress={run}>{isBusy ? t.settings.backingUp : t.settings.backup}</Button>
        <Button look="danger" onPress={() => setRestoring(true)}>
          {t.settings.restore}
        </Button>
        <Said saying={saying} />
      </div>
      <div className={css.row}>
        <Button onPress={lists.run}>{t.settings.rebuild}</Button>
        <Said saying={lists.saying} />
      </div>
      {isRestoring && <RestoreDialog onClose={() => setRestoring(false)} />}
    </section>
  );
}
