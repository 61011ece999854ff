/**
 * The phone's own storage, or memory where there is none.
 *
 * A private window, a full disk or a policy may make any access throw; what was kept then lives as
 * long as the page does, and `warn` is called once so that the page can say so.
 *
 * @typedef {{ get(key: string): string | null, set(key: string, value: string): void,
 *   drop(key: string): void }} Store
 *
 * @param {() => Pick<Storage, "getItem" | "setItem" | "removeItem">} real
 * @param {() => void} warn
 * @returns {Store}
 */
export function openStore(real, warn) {
  /** @type {Map<string, string | null>} */
  const memory = new Map();
  let warned = false;

  /**
   * @template T
   * @param {(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) => T} use
   */
  function attempt(use) {
    try {
      return use(real());
    } catch {
      if (!warned) warn();
      warned = true;
      return null;
    }
  }

  return {
    get(key) {
      const kept = memory.get(key);
      return kept === undefined ? attempt((storage) => storage.getItem(key)) : kept;
    },
    set(key, value) {
      memory.set(key, value);
      attempt((storage) => storage.setItem(key, value));
    },
    drop(key) {
      memory.set(key, null);
      attempt((storage) => storage.removeItem(key));
    },
  };
}
