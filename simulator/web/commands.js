// The bot's command menu: a list over the text field, opened by its button or by typing "/".

import * as api from "./api.js";
import { $, el } from "./dom.js";
import { attempt } from "./overlay.js";

let known = [];
let shown = [];
let chosen = -1;
let act; // { send(command), complete(command) }

export function initCommands(actions) {
  act = actions;
  $("suggestions").addEventListener("mousedown", (event) => event.preventDefault()); // the text field keeps the focus
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#write")) hide();
  });
}

export async function loadCommands(as, chat) {
  known = (await attempt(() => api.commands(as, chat))) ?? [];
  $("menu").hidden = known.length === 0;
}

/** Follows what is typed: a list while it is one unfinished command. */
export function suggest(text) {
  const typed = /^\/([a-z0-9_]*)$/i.exec(text)?.[1].toLowerCase();
  list(typed === undefined ? [] : known.filter(({ command }) => command.startsWith(typed)));
}

export function toggleMenu() {
  if (shown.length) return hide();
  list(known);
  return $("composer").focus();
}

/** Says whether the key was for the list. Without a choice Enter sends what is typed. */
export function onCommandKey(event) {
  if (!shown.length) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(chosen < 0 && step < 0 ? shown.length - 1 : (chosen + step + shown.length) % shown.length);
  else if (event.key === "Tab" && !event.shiftKey) act.complete(`/${shown[Math.max(chosen, 0)].command}`);
  else if (event.key === "Enter" && chosen >= 0) send(shown[chosen]);
  else if (event.key === "Escape") hide();
  else return false;
  event.preventDefault();
  return true;
}

function send({ command }) {
  hide();
  act.send(`/${command}`);
}

const hide = () => list([]);

function list(commands) {
  shown = commands;
  const box = $("suggestions");
  box.hidden = shown.length === 0;
  $("menu").setAttribute("aria-expanded", String(!box.hidden));
  box.replaceChildren(
    ...shown.map((entry, index) =>
      el(
        "li",
        { id: `command-${index}`, role: "option", "aria-selected": "false", "data-command": entry.command, click: () => send(entry) },
        el("b", {}, `/${entry.command}`),
        el("span", { dir: "auto" }, entry.description),
      )),
  );
  choose(-1);
}

function choose(index) {
  chosen = index;
  [...$("suggestions").children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  if (index < 0) return $("composer").removeAttribute("aria-activedescendant");
  $("suggestions").children[index].scrollIntoView({ block: "nearest" });
  return $("composer").setAttribute("aria-activedescendant", `command-${index}`);
}
