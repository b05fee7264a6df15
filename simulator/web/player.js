// One sound at a time: a single <audio> element that every player on the page drives and mirrors.
// A message that is drawn anew (its buttons changed, say) therefore goes on playing.

import { el, icon, lengthOf, setIcon } from "./dom.js";
import { toast } from "./overlay.js";

const sound = new Audio();
let current = null; // the key of the player that is heard
let dragging = false;

for (const event of ["play", "pause", "ended", "timeupdate", "durationchange", "waiting", "playing", "seeked"]) {
  sound.addEventListener(event, paintAll);
}
sound.addEventListener("error", () => {
  if (!current) return;
  toast("This sound cannot be played here.", { bad: true });
  stop();
});

export function stop() {
  current = null;
  sound.pause();
  sound.removeAttribute("src");
  paintAll();
}

/** `key` names the message; `duration` is what the message says, until the file itself is read. */
export function player({ key, url, duration, label }, ...heading) {
  const seek = el("input", { type: "range", min: 0, max: 1000, value: 0, step: 1, "aria-label": `Position in ${label}`, class: "seek" });
  const box = el(
    "div",
    { class: "player", "data-key": key, "data-duration": duration ?? "", "data-label": label, "data-testid": "player" },
    el("button", { class: "play", click: () => toggle(key, url) }, icon("play")),
    el("div", { class: "track" }, ...heading, el("div", { class: "position" }, seek, el("span", { class: "time" }))),
  );
  seek.addEventListener("input", () => { dragging = true; showPosition(box, (seek.value / 1000) * lengthFor(box)); });
  seek.addEventListener("change", () => { dragging = false; jump(key, url, seek.value / 1000, box); });
  paint(box);
  return box;
}

function load(key, url) {
  if (current === key) return;
  current = key;
  sound.src = url;
}

function toggle(key, url) {
  const wasPlaying = current === key && !sound.paused;
  load(key, url);
  if (wasPlaying) sound.pause();
  else sound.play().catch(() => {}); // an unplayable file is told by the `error` event
}

function jump(key, url, share, box) {
  load(key, url);
  const go = () => { sound.currentTime = share * lengthFor(box); };
  if (sound.readyState >= HTMLMediaElement.HAVE_METADATA) go();
  else sound.addEventListener("loadedmetadata", go, { once: true });
}

function lengthFor(box) {
  const measured = box.dataset.key === current ? sound.duration : NaN;
  if (Number.isFinite(measured) && measured > 0) return measured;
  return Number(box.dataset.duration) || NaN; // 0: nobody measured it
}

function paintAll() {
  document.querySelectorAll(".player").forEach(paint);
}

function paint(box) {
  const mine = box.dataset.key === current;
  const playing = mine && !sound.paused && !sound.ended;
  const button = box.querySelector(".play");
  button.setAttribute("aria-label", `${playing ? "Pause" : "Play"} ${box.dataset.label}`);
  setIcon(button.firstChild, playing ? "pause" : "play");
  box.classList.toggle("playing", playing);
  box.classList.toggle("waiting", playing && sound.readyState < HTMLMediaElement.HAVE_FUTURE_DATA);
  if (mine && dragging) return;
  const position = mine ? sound.currentTime : 0;
  const length = lengthFor(box);
  box.querySelector(".seek").value = length > 0 ? Math.round((position / length) * 1000) : 0;
  showPosition(box, position);
}

function showPosition(box, position) {
  const length = lengthFor(box);
  const seek = box.querySelector(".seek");
  seek.style.setProperty("--done", `${length > 0 ? Math.min(100, (position / length) * 100) : 0}%`);
  seek.setAttribute("aria-valuetext", `${lengthOf(position)} of ${lengthOf(length)}`);
  box.querySelector(".time").textContent = position > 0 ? `${lengthOf(position)} / ${lengthOf(length)}` : lengthOf(length);
}
