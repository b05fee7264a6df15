// The open chat: keeps its messages in step with the server and redraws only the rows that changed.

import * as api from "./api.js";
import { $, dayOf, el, fullName } from "./dom.js";
import { attempt, popup, toast } from "./overlay.js";
import { startEdit, startReply, sendText } from "./composer.js";
import { blocksOf, renderBlock, senderOf } from "./message.js";
import { stop } from "./player.js";
import { chat, isPrivate, state } from "./state.js";

const ACTION_MS = 6000; // Telegram shows an action for five seconds unless it is repeated

let open = null; // { as, chat, messages: Map by id, rows: Map key → { signature, node } }
let queue = Promise.resolve(); // answers are applied in the order they were asked for
let from = null; // the lowest message a waiting refresh will ask for; null: none waits
let atEnd = true;
let actionTimer;
let actions = 0; // how many were shown, so that a message ends only those before it
let actionsBefore = 0; // the last event of a message

export function initConversation() {
  const scroll = $("scroll");
  let top = 0;
  scroll.addEventListener("scroll", () => {
    // Content that grew before this event was told also leaves a gap: only going up leaves the end.
    if (scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60) setAtEnd(true);
    else if (scroll.scrollTop < top) setAtEnd(false);
    top = scroll.scrollTop;
  });
  const follow = new ResizeObserver(() => atEnd && toEnd());
  follow.observe(scroll);
  follow.observe($("messages"));
  $("latest").addEventListener("click", toEnd);
  $("start").addEventListener("click", () => sendText("/start"));
}

/** Opens a chat, or loads the open one anew (after a reconnection deletions are unknown). */
export function show(as, chatId) {
  const same = open?.as === as && open?.chat === chatId;
  if (!same) {
    stop();
    showAction(null);
    from = null;
    open = chatId === null ? null : { as, chat: chatId, messages: new Map(), rows: new Map() };
    $("messages").replaceChildren();
    $("messages").setAttribute("aria-busy", "true"); // what was said before is not news to a screen reader
    $("start").hidden = true;
    setAtEnd(true);
  }
  if (open) enqueue(async (mine) => {
    const all = await api.messages(mine.as, mine.chat);
    return () => {
      mine.messages = new Map(all.map((message) => [message.message_id, message]));
      draw();
    };
  });
}

/** Message `id` is new or changed. A burst of these costs one look; what an earlier event missed comes along. */
export function refresh(id) {
  if (!open) return;
  actionsBefore = actions;
  const waits = from !== null;
  from = Math.min(from ?? Infinity, id, Math.max(0, ...open.messages.keys()) + 1);
  if (!waits) enqueue(async (mine) => {
    const after = from - 1;
    const ended = actionsBefore;
    from = null;
    const some = await api.messages(mine.as, mine.chat, after);
    return () => {
      const fresh = some.filter(({ message_id }) => !mine.messages.has(message_id));
      for (const message of some) mine.messages.set(message.message_id, message);
      if (fresh.some(({ out }) => out)) setAtEnd(true);
      if (ended === actions && fresh.some((message) => message.from?.is_bot)) showAction(null);
      draw();
    };
  });
}

export function forget(id) {
  if (open) enqueue(async (mine) => () => mine.messages.delete(id) && draw());
}

/** `work` fetches and gives back what to do with the answer, unless another chat was opened meanwhile. */
function enqueue(work) {
  const mine = open;
  queue = queue.then(() => attempt(async () => {
    if (mine !== open) return;
    const apply = await work(mine);
    if (mine === open) apply();
  }));
}

function draw() {
  const messages = [...open.messages.values()].sort((a, b) => a.message_id - b.message_id);
  const rows = new Map();
  const wanted = [];
  let day;
  let before;
  for (const block of blocksOf(messages)) {
    const [first] = block;
    const date = dayOf(first.date);
    if (date !== day) {
      wanted.push(row(rows, `day ${date} ${first.message_id}`, date, () => el("div", { class: "day" }, el("span", {}, date))));
      before = undefined;
    }
    day = date;
    const named = !isPrivate() && before !== senderOf(first).id;
    before = senderOf(first).id;
    wanted.push(row(rows, first.message_id, JSON.stringify([block, named]), () => renderBlock(block, viewOf(named))));
  }
  open.rows = rows;
  const untouched = messages.length === 0 && isPrivate();
  place($("messages"), untouched ? [welcome()] : wanted);
  $("messages").removeAttribute("aria-busy");
  $("start").hidden = !untouched || state.blocked.has(open.as);
  if (atEnd) toEnd();
}

function welcome() {
  const { bot } = state;
  return el("div", { class: "welcome", dir: "auto" }, el("span", { class: "disc" }), el("b", {}, fullName(bot)), bot.description || "Nothing was said here yet.");
}

/** The node drawn before, if nothing about it changed; a new one takes over the keyboard focus of the old. */
function row(rows, key, signature, render) {
  const old = open.rows.get(key);
  if (old?.signature === signature) {
    rows.set(key, old);
    return old.node;
  }
  const node = render();
  rows.set(key, { signature, node });
  if (old?.node.contains(document.activeElement)) {
    const reachable = (within) => [...within.querySelectorAll("button, a, input")];
    const index = reachable(old.node).indexOf(document.activeElement);
    queueMicrotask(() => reachable(node)[index]?.focus({ preventScroll: true }));
  }
  return node;
}

function place(container, wanted) {
  const keep = new Set(wanted);
  for (const node of [...container.children]) if (!keep.has(node)) node.remove();
  wanted.forEach((node, index) => {
    if (container.children[index] !== node) container.insertBefore(node, container.children[index] ?? null);
  });
}

function viewOf(named) {
  const { as, chat: chatId } = open;
  return {
    chat: chatId,
    named,
    onCommand: (command) => sendText(command),
    onLink: openDeepLink,
    onPress: (message, data) => api.press(as, chatId, message.message_id, data),
    onReply: startReply,
    onMore: more,
    onJump: jump,
  };
}

function more(button, block) {
  const { as, chat: chatId } = open;
  const [first] = block;
  const remove = () => attempt(async () => { for (const part of block) await api.remove(as, chatId, part.message_id); });
  popup(button, [
    ...(first.text === undefined ? [] : [["Edit", () => startEdit(first)]]),
    ["Delete", remove, true],
  ]);
}

/** A link to the bot itself, t.me/<bot>?start=…, is the START button with a word for it. */
function openDeepLink(address) {
  const url = new URL(address);
  const toBot = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.slice(1).toLowerCase() === state.bot.username?.toLowerCase();
  if (!toBot || !isPrivate()) return false;
  sendText(["/start", url.searchParams.get("start")].filter(Boolean).join(" "));
  return true;
}

function jump(id) {
  const target = $("messages").querySelector(`.message[data-id="${Number(id)}"]`);
  if (!target) return toast("That message is gone.");
  target.scrollIntoView({ block: "center", behavior: "smooth" });
  target.classList.remove("flash");
  requestAnimationFrame(() => target.classList.add("flash"));
  return undefined;
}

function toEnd() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
  setAtEnd(true);
}

function setAtEnd(value) {
  atEnd = value;
  $("latest").hidden = value;
}

const ACTIONS = {
  typing: "typing", upload_voice: "sending a voice message", record_voice: "recording", upload_audio: "sending audio",
  upload_document: "sending a file", upload_photo: "sending a photo", upload_video_note: "sending a video", upload_video: "sending a video",
};

/** `action` is Telegram's name for what the bot does; null: it does nothing (any more). */
export function showAction(action) {
  clearTimeout(actionTimer);
  const status = $("chat-status");
  status.classList.toggle("busy", action !== null);
  if (action === null) return status.replaceChildren(subtitle());
  actions += 1;
  actionTimer = setTimeout(() => showAction(null), ACTION_MS);
  const doing = ACTIONS[action] ?? "busy";
  return status.replaceChildren(isPrivate() ? doing : `${fullName(state.bot)} is ${doing}`);
}

function subtitle() {
  if (isPrivate()) return state.blocked.has(state.as) ? "blocked by you" : ["bot", state.bot.username && `@${state.bot.username}`].filter(Boolean).join(" · ");
  return chat()?.type === "channel" ? "channel" : "group";
}
