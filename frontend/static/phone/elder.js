/** Elder mode: big type, a second tap to confirm, and the question read aloud where the phone can. */

/** @typedef {import("../shared/storage.js").Store} Store */

/**
 * @param {Store} store
 * @param {HTMLElement} button the switch
 */
export function openElder(store, button) {
  const root = document.documentElement;
  set(store.get("elder") === "1");
  button.addEventListener("click", () => set(!on()));

  function on() {
    return root.classList.contains("elder");
  }

  /** @param {boolean} wanted */
  function set(wanted) {
    root.classList.toggle("elder", wanted);
    button.setAttribute("aria-pressed", String(wanted));
    store.set("elder", wanted ? "1" : "0");
  }

  return { on };
}

/** @returns {boolean} whether this phone can read aloud */
export function canSpeak() {
  return "speechSynthesis" in window;
}

/** @param {string} text reads it, or stops when it is being read */
export function speak(text) {
  const voice = window.speechSynthesis;
  if (voice.speaking) return voice.cancel();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = document.documentElement.lang;
  words.rate = 0.9;
  voice.speak(words);
}
