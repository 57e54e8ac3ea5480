import { useState } from "react";
import { call, queryClient, queryKey } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { keepPreferences, readPreferences, showPreferences } from "../../lib/preferences";

export type SettingKey = "printer" | "scanner" | "theme" | "textSize" | "language";
export type ChangeSetting = (key: SettingKey, value: string) => void;

/** Saves one setting; what concerns the look is shown at once and remembered for the sign-in screen. */
export function useChangeSetting(): {
  change: ChangeSetting;
  saved: SettingKey | undefined;
  error: CommandError | undefined;
} {
  const [saved, setSaved] = useState<SettingKey>();
  const [error, setError] = useState<CommandError>();
  const change = async (key: SettingKey, value: string) => {
    try {
      const settings = await call("change_setting", { key, value });
      queryClient.setQueryData(queryKey("settings", null), settings);
      setSaved(key);
      setError(undefined);
      showLook(settings);
    } catch (thrown) {
      setError(toCommandError(thrown));
    }
  };
  return { change: (key, value) => void change(key, value), saved, error };
}

function showLook({
  theme,
  textSize,
  language,
}: {
  theme: string;
  textSize: number;
  language: string;
}): void {
  const before = readPreferences().language;
  const look = { theme, textSize, language };
  keepPreferences(look);
  showPreferences(look);
  // Every string changes, also those React Aria has read already.
  if (language !== before) window.location.reload();
}
