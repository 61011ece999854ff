/**
 * What others did: another host, a remote, the clock. Our own commands are known by their ids.
 *
 * @typedef {import("./frames.js").Line} Line
 */

export function openOthers() {
  /** @type {Set<string>} */
  const ours = new Set();
  let seen = -1;

  return {
    /** @param {string} id of a command of ours */
    sent: (id) => void ours.add(id),

    /**
     * @param {Line[]} lines newest first
     * @returns {Line | null} the newest command, if it is new and not ours
     */
    newest([line]) {
      if (!line || line.version <= seen) return null;
      const first = seen < 0;
      seen = line.version;
      return first || ours.has(line.told.id) ? null : line;
    },
  };
}
