import type { Messages } from "./vi";

/** Why an act waits or was held. Always words, also for what nobody has named yet. */
export function reasonOf(kind: string, t: Messages): string {
  return t.sync.reasons[kind] ?? t.sync.reasonOther;
}

/** "Trung tâm không đọc được – báo quản trị": why, and what the officer does about it. */
export function reasonAndAdvice(kind: string, t: Messages): string {
  const advice = kind in t.sync.reasons ? t.sync.advice[kind] : t.sync.adviceOther;
  return [reasonOf(kind, t), advice].filter(Boolean).join(" – ");
}
