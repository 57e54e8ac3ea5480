import { call, queryClient, queryKey } from "./client";

/** Resolves to whether everything is saved. */
type Save = () => Promise<boolean>;

const saves: Save[] = [];

/** Something to save before the screen is locked or the officer leaves. */
export function beforeLeaving(save: Save): () => void {
  saves.push(save);
  return () => void saves.splice(saves.indexOf(save), 1);
}

/** Saves what is not saved yet; whether all of it is. */
export async function saveAll(): Promise<boolean> {
  return (await Promise.all(saves.map((save) => save()))).every(Boolean);
}

/** Locks the screen; the desk goes on sending. */
export async function lock(): Promise<void> {
  await saveAll();
  queryClient.setQueryData(queryKey("app_state", null), await call("lock", null));
}

/** Signs out; drafts stay with their officer, and nothing read stays in the window. */
export async function signOut(): Promise<void> {
  await saveAll();
  const state = await call("sign_out", null);
  queryClient.clear();
  queryClient.setQueryData(queryKey("app_state", null), state);
}
