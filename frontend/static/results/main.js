/** The page of a published result: check it here, find one's own line. */

import { byId } from "../shared/dom.js";
import { offerOwn } from "./mine.js";
import { button, looked } from "./said.js";

const said = byId("said");

async function look() {
  await looked(said);
}

button("look", said, look, said.dataset.lost || "");
offerOwn(said.dataset);
