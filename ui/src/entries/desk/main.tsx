import "../../components/fonts.css";
import "../../components/tokens.css";
import { createRoot } from "react-dom/client";
import { connect } from "../../api/client";
import type { Driver } from "../../api/driver";
import { tauriDriver } from "../../api/tauri";
import { installHotkeys } from "../../lib/hotkeys";
import { followSystemTheme, readPreferences, showPreferences } from "../../lib/preferences";
import { installAriaStrings } from "../../messages/aria-vi";

const preferences = readPreferences();
installAriaStrings(preferences.language);
showPreferences(preferences);
followSystemTheme();

/** In a plain browser, while developing, a fixture stands in for the desk. */
async function chooseDriver(): Promise<Driver> {
  if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
    return (await import("../../api/fixture")).fixtureDriver();
  }
  return tauriDriver;
}

const root = document.getElementById("root");
const [driver, { App }] = await Promise.all([chooseDriver(), import("../../app/App")]);
connect(driver);
if (root) createRoot(root).render(<App language={preferences.language} />);
installHotkeys();
