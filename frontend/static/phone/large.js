/** Elder mode on the public pages that the phone's own page leads to: the same switch, kept alike. */

import { byId } from "../shared/dom.js";
import { openStore } from "../shared/storage.js";
import { openElder } from "./elder.js";

const button = byId("elder");
const store = openStore(
  () => localStorage,
  () => {},
);
openElder(store, button);
button.hidden = false;
