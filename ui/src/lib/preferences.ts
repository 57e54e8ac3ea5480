/** How the window looks, remembered beside the desk so that the sign-in screen looks the same. */
export type Preferences = { theme: string; textSize: number; language: string };

const place = "motcua.look";
const standard: Preferences = { theme: "system", textSize: 100, language: "vi" };

export function readPreferences(): Preferences {
  try {
    return { ...standard, ...(JSON.parse(localStorage.getItem(place) ?? "{}") as Partial<Preferences>) };
  } catch {
    return standard;
  }
}

export function keepPreferences(preferences: Preferences): void {
  localStorage.setItem(place, JSON.stringify(preferences));
}

const darkScheme = () => window.matchMedia("(prefers-color-scheme: dark)");

/** Puts theme and text size on the page. */
export function showPreferences({ theme, textSize, language }: Preferences): void {
  const isDark = theme === "dark" || (theme === "system" && darkScheme().matches);
  const root = document.documentElement;
  root.dataset.theme = isDark ? "dark" : "light";
  root.style.setProperty("--text-scale", String(Math.min(200, Math.max(100, textSize)) / 100));
  root.lang = language;
}

/** Follows the system when it turns dark or light. */
export function followSystemTheme(): () => void {
  const listener = () => showPreferences(readPreferences());
  const scheme = darkScheme();
  scheme.addEventListener("change", listener);
  return () => scheme.removeEventListener("change", listener);
}
