import type { SettingsView } from "../../api/bindings";
import { call, queryClient, queryKey } from "../../api/client";
import { Button } from "../../components/Button";
import { Said } from "../../components/Said";
import { Select } from "../../components/Select";
import { useSaying } from "../../components/useSaying";
import { useDeskActions } from "../../lib/actions";
import { useMessages } from "../../messages/context";
import { Saved } from "./Saved";
import css from "./Settings.module.css";
import type { ChangeSetting, SettingKey } from "./useChangeSetting";

type Props = { settings: SettingsView; change: ChangeSetting; saved: SettingKey | undefined };

/** A select needs an id for "none" and for the folder. */
const none = "none:";
const folder = "folder:";

export function DevicesPart({ settings, change, saved }: Props) {
  const t = useMessages();
  const { openPrintJobs } = useDeskActions();
  const printers = [
    { id: none, name: t.settings.noPrinter },
    ...settings.printers.map((name) => ({ id: name, name: name.replaceAll("_", " ") })),
    { id: folder, name: t.settings.folder },
  ];
  const scanners = [{ id: none, name: t.settings.noScanner }, ...settings.scanners];
  return (
    <section className={css.part}>
      <h2>{t.settings.devices}</h2>
      <div className={css.setting}>
        <Select
          label={t.settings.printer}
          options={known(printers, settings.printer)}
          value={settings.printer.startsWith(folder) ? folder : settings.printer || none}
          onChange={(value) => change("printer", value === none ? "" : value)}
        />
        <Saved isSaved={saved === "printer"} />
      </div>
      <div className={css.setting}>
        <Select
          label={t.settings.scanner}
          options={known(scanners, settings.scanner)}
          value={settings.scanner || none}
          onChange={(value) => change("scanner", value === none ? "" : value)}
        />
        <Saved isSaved={saved === "scanner"} />
      </div>
      <div className={css.row}>
        <FindDevices />
        <Button onPress={openPrintJobs}>{t.settings.printJobs}</Button>
      </div>
    </section>
  );
}

/** The chosen device stays in the list while it is switched off. */
function known(options: { id: string; name: string }[], chosen: string) {
  const isListed = chosen === "" || chosen.startsWith(folder) || options.some(({ id }) => id === chosen);
  return isListed ? options : [...options, { id: chosen, name: chosen }];
}

function FindDevices() {
  const t = useMessages();
  const { saying, isBusy, run } = useSaying(async () => {
    const found = await call("find_devices", null);
    queryClient.setQueryData(queryKey("settings", null), found);
    return t.settings.found(found.printers.length, found.scanners.length);
  });
  return (
    <>
      <Button onPress={run}>{isBusy ? t.settings.finding : t.settings.find}</Button>
      <Said saying={saying} />
    </>
  );
}
