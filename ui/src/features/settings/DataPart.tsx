import { useState } from "react";
import type { SettingsView } from "../../api/bindings";
import { call } from "../../api/client";
import { toCommandError } from "../../api/errors";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { moment } from "../../lib/time";
import { useErrorWords, useMessages } from "../../messages/context";
import { RestoreDialog } from "./RestoreDialog";
import css from "./Settings.module.css";

/** Where the data are, the last backup, and the way back from one. */
export function DataPart({ settings }: { settings: SettingsView }) {
  const t = useMessages();
  const words = useErrorWords();
  const now = useNow();
  const [said, setSaid] = useState("");
  const [isRestoring, setRestoring] = useState(false);
  const backup = () => {
    setSaid(t.settings.backingUp);
    return call("backup", null).then(
      (where) => setSaid(t.settings.backupDone(where)),
      (thrown: unknown) => setSaid(words(toCommandError(thrown).view)),
    );
  };
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
        <Button onPress={() => void backup()}>{t.settings.backup}</Button>
        <Button look="danger" onPress={() => setRestoring(true)}>
          {t.settings.restore}
        </Button>
        <span className={css.said} aria-live="polite">
          {said}
        </span>
      </div>
      {isRestoring && <RestoreDialog onClose={() => setRestoring(false)} />}
    </section>
  );
}
