/** Whether the browser promises not to clear the data by itself; null: it does not say. */
export const lasts = async (): Promise<boolean | null> => (await navigator.storage?.persisted?.()) ?? null

/** Asks it to promise that; in a page, and after the user has done something that is worth it: some browsers ask the user. Null: it does not say. */
export async function askToLast(): Promise<boolean | null> {
  return (await lasts()) || ((await navigator.storage?.persist?.()) ?? null)
}
