// The page's entry: puts the parts together and follows the address and the server's events.

import * as api from "./api.js";
import { initComposer, reloadCommands, writeTo } from "./composer.js";
import { forget, initConversation, refresh, show, showAction } from "./conversation.js";
import { $, chatAvatar, copyText, fullName, icon } from "./dom.js";
import { attempt, popup, toast } from "./overlay.js";
import { renderChats, renderPeople } from "./sidebar.js";
import { addressOf, chat, go, isPrivate, person, readAddress, state } from "./state.js";

const wide = matchMedia("(min-width: 760px)");
let lostTimer;
let chatsTimer;

for (const [id, name] of [["back", "back"], ["chat-menu", "more"], ["menu", "slash"], ["attach", "clip"], ["send", "send"], ["latest", "down"]]) {
  $(id).append(icon(name));
}
initComposer();
initConversation();
$("back").addEventListener("click", () => go(state.as, null));
$("chat-menu").addEventListener("click", () => popup($("chat-menu"), menuItems()));
$("unblock").addEventListener("click", () => setBlocked(false));
addEventListener("hashchange", follow);
wide.addEventListener("change", follow);
api.listen({ onOpen: connected, onLost: lost, onEvent: happened });

function connected() {
  clearTimeout(lostTimer);
  $("connecting").hidden = true;
  attempt(async () => {
    state.people = await api.people();
    for (const who of state.people) remember(who.id, who.blocked);
    state.as = null; // so that everything is loaded anew
    await follow();
  });
}

/** A server that is restarted is back in a moment: the bar appears only if it is not. */
function lost() {
  clearTimeout(lostTimer);
  lostTimer = setTimeout(() => { $("connecting").hidden = false; }, 500);
}

/** Makes the page show what the address says. */
async function follow() {
  if (!state.people.length) return;
  const wanted = readAddress();
  const as = state.people.some(({ id }) => id === wanted.as) ? wanted.as : state.people[0].id;
  if (as !== state.as) {
    const seen = await attempt(() => Promise.all([api.chats(as), api.bot(as)]));
    if (!seen || readAddress().as !== wanted.as) return;
    state.as = as;
    [state.chats, state.bot] = seen;
  }
  state.chat = choose(wanted.chat);
  if (wanted.as !== state.as || wanted.chat !== state.chat) history.replaceState(null, "", addressOf(state.as, state.chat));
  state.unread.delete(state.chat);
  paint();
  writeTo(state.as, state.chat);
  show(state.as, state.chat);
}

function choose(wanted) {
  if (state.chats.some(({ id }) => id === wanted)) return wanted;
  return wide.matches ? (state.chats[0]?.id ?? null) : null;
}

function paint() {
  renderPeople(chatOf);
  renderChats();
  const opened = chat();
  $("app").dataset.screen = opened ? "chat" : "chats";
  document.title = [opened?.title, fullName(person()), "Simulator"].filter(Boolean).join(" – ");
  if (!opened) return;
  $("chat-title").textContent = opened.title;
  $("chat-avatar").replaceChildren(chatAvatar(opened));
  const blocked = isPrivate() && state.blocked.has(state.as);
  $("write").hidden = blocked;
  $("unblock").hidden = !blocked;
  showAction(null);
}

/** Becoming another person keeps us in the group, or goes from one's talk with the bot to the other's. */
function chatOf(personId) {
  if (state.chat === null) return null;
  return isPrivate() ? personId : state.chat;
}

function happened({ chat: where, kind, message_id: id, action }) {
  if (kind === "action") {
    if (where === state.chat) showAction(action ?? "typing");
    return;
  }
  if (kind === "commands") {
    reloadCommands();
    return;
  }
  if (where === state.chat) {
    if (kind === "delete") forget(id);
    else refresh(id);
  } else if (kind === "message" && !state.unread.has(where)) {
    state.unread.add(where);
    renderPeople(chatOf);
  }
  clearTimeout(chatsTimer);
  chatsTimer = setTimeout(reloadChats, 120); // one look at the list for a burst of events
}

async function reloadChats() {
  const { as } = state;
  const chats = await attempt(() => api.chats(as));
  if (!chats || as !== state.as) return;
  state.chats = chats;
  renderChats();
}

function menuItems() {
  const copyLink = () => attempt(async () => { await copyText(location.href); toast("Link copied"); });
  const blocked = state.blocked.has(state.as);
  const blocking = isPrivate() ? [[blocked ? "Unblock the bot" : "Block the bot", () => setBlocked(!blocked), !blocked]] : [];
  const clear = () => attempt(async () => { await api.clear(state.as, state.chat); await follow(); await reloadChats(); });
  return [["Copy link to this view", copyLink], ["Clear the chat", clear, true], ...blocking];
}

function setBlocked(blocked) {
  const { as } = state;
  attempt(async () => {
    await api.block(as, blocked);
    remember(as, blocked);
    await follow();
  });
}

function remember(personId, blocked) {
  if (blocked === true) state.blocked.add(personId);
  if (blocked === false) state.blocked.delete(personId);
}
