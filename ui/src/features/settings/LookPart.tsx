import type { SettingsView } from "../../api/bindings";
import { Choice } from "../../components/Choice";
import { useMessages } from "../../messages/context";
import { Saved } from "./Saved";
import css from "./Settings.module.css";
import type { ChangeSetting, SettingKey } from "./useChangeSetting";

type Props = { settings: SettingsView; change: ChangeSetting; saved: SettingKey | undefined };

const textSizes = [100, 115, 130, 150, 175, 200];

export function LookPart({ settings, change, saved }: Props) {
  const t = useMessages();
  const named = (names: Record<string, string>) => Object.entries(names).map(([id, name]) => ({ id, name }));
  return (
    <section className={css.part}>
      <h2>{t.settings.look}</h2>
      <div className={css.setting}>
        <Choice
          label={t.settings.theme}
          value={settings.theme}
          onChange={(value) => change("theme", value)}
          options={named(t.settings.themes)}
        />
        <Saved isSaved={saved === "theme"} />
      </div>
      <div className={css.setting}>
        <Choice
          label={t.settings.textSize}
          value={String(settings.textSize)}
          onChange={(value) => change("textSize", value)}
          options={textSizes.map((size) => ({ id: String(size), name: `${size}\u00a0%` }))}
        />
        <Saved isSaved={saved === "textSize"} />
      </div>
      <div className={css.setting}>
        <Choice
          label={t.settings.language}
          value={settings.language}
          onChange={(value) => change("language", value)}
          options={named(t.settings.languages)}
        />
        <Saved isSaved={saved === "language"} />
      </div>
    </section>
  );
}
