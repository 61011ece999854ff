/** The desk's rooms where they are one line that is pushed: the one that one is in shows, and an
 * edge behind which there are more fades. */

const SLACK_PX = 1;
const rooms = document.querySelector(".rooms");

/** @param {Element} line */
function edges(line) {
  const left = line.scrollWidth - line.clientWidth - line.scrollLeft;
  line.classList.toggle("more-before", line.scrollLeft > SLACK_PX);
  line.classList.toggle("more-after", left > SLACK_PX);
}

if (rooms) {
  const here = rooms.querySelector("[aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });
  rooms.addEventListener("scroll", () => edges(rooms), { passive: true });
  new ResizeObserver(() => edges(rooms)).observe(rooms);
}
