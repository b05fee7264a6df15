// Writing: the text field, what it answers or corrects, and a draft for each person and chat.

import * as api from "./api.js";
import { $, el, fullName, icon } from "./dom.js";
import { attempt } from "./overlay.js";
import { initCommands, loadCommands, onCommandKey, suggest, toggleMenu } from "./commands.js";
import { senderOf, summaryOf } from "./message.js";
import { isPrivate, state } from "./state.js";
import { initUpload } from "./upload.js";

const drafts = new Map();
let place = null; // { as, chat } that is written to
let context = null; // { kind: "reply" | "edit", message }

export function initComposer() {
  const field = $("composer");
  initCommands({ send: (command) => { setText(""); sendText(addressed(command)); }, complete: (command) => { setText(`${addressed(command)} `); field.focus(); } });
  initUpload({ where: () => place, takeReply });
  $("write").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  $("menu").addEventListener("click", toggleMenu);
  field.addEventListener("input", changed);
  field.addEventListener("keydown", onKey);
}

export function writeTo(as, chat) {
  if (place?.as === as && place?.chat === chat) return;
  if (place) drafts.set(`${place.as}:${place.chat}`, $("composer").value);
  place = chat === null ? null : { as, chat };
  setContext(null);
  setText(drafts.get(`${as}:${chat}`) ?? "");
  if (place) loadCommands(as, chat);
}

export function reloadCommands() {
  if (place) loadCommands(place.as, place.chat);
}

/** Says it in the open chat, beside whatever is being written. */
export function sendText(text, replyTo) {
  const { as, chat } = place;
  return attempt(async () => { await api.say(as, chat, text, replyTo); return true; });
}

export const startReply = (message) => setContext({ kind: "reply", message });

export function startEdit(message) {
  setContext({ kind: "edit", message });
  setText(message.text);
}

async function submit() {
  const field = $("composer");
  const text = field.value.trim();
  if (!text || !place) return;
  const { as, chat } = place;
  const told = context;
  setText("");
  setContext(null);
  const done = told?.kind === "edit"
    ? await attempt(async () => { await api.edit(as, chat, told.message.message_id, text); return true; })
    : await sendText(text, told?.message.message_id);
  if (done || field.value || place?.chat !== chat || place?.as !== as) return;
  setContext(told); // it did not arrive: give it back
  setText(text);
}

function onKey(event) {
  if (onCommandKey(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && context) {
    if (context.kind === "edit") setText("");
    setContext(null);
  }
}

function takeReply() {
  const id = context?.kind === "reply" ? context.message.message_id : undefined;
  if (id !== undefined) setContext(null);
  return id;
}

function setContext(next) {
  context = next;
  const bar = $("context");
  bar.hidden = !next;
  if (!next) return;
  const heading = next.kind === "edit" ? "Editing" : `Reply to ${fullName(senderOf(next.message))}`;
  const drop = () => { if (next.kind === "edit") setText(""); setContext(null); $("composer").focus(); };
  bar.replaceChildren(
    icon(next.kind),
    el("span", { class: "about" }, el("span", { class: "who", dir: "auto" }, heading), el("span", { class: "what", dir: "auto" }, summaryOf(next.message))),
    el("button", { class: "icon", "aria-label": "Cancel", click: drop }, icon("close")),
  );
  $("composer").focus();
}

function setText(text) {
  $("composer").value = text;
  changed();
}

function changed() {
  const field = $("composer");
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, innerHeight * 0.35)}px`;
  $("send").disabled = field.value.trim() === "";
  suggest(field.value);
}

/** In a group a command from the menu names its bot, as Telegram's apps do. */
const addressed = (command) => (isPrivate() || !state.bot.username ? command : `${command}@${state.bot.username}`);
