/**
 * Keeps the machine from going to sleep, where the browser can (it needs https or localhost).
 * Elsewhere nothing happens: the screen catches up after any sleep.
 */
export function keepAwake() {
  const lock = /** @type {any} */ (navigator).wakeLock;
  if (!lock) return;

  async function ask() {
    if (document.visibilityState !== "visible") return;
    try {
      await lock.request("screen");
    } catch {
      // Low battery or a policy says no; asked again when the page is next shown.
    }
  }

  document.addEventListener("visibilitychange", ask);
  ask();
}
