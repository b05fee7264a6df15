// The people at the top and the chats on the left.

import { $, avatar, chatAvatar, el, fullName, whenOf } from "./dom.js";
import { addressOf, go, state } from "./state.js";

/** `chatFor(id)` says which chat opens when we become that person. */
export function renderPeople(chatFor) {
  const focused = document.activeElement?.dataset?.person;
  $("people").replaceChildren(
    ...state.people.map((who) => {
      const name = fullName(who);
      const language = who.language_code ?? "–";
      const active = who.id === state.as;
      const fresh = !active && state.unread.has(who.id); // a private chat has its person's id
      return el(
        "button",
        {
          "data-person": who.id, "data-testid": `person-${who.id}`, "aria-pressed": String(active), title: [name, who.username && `@${who.username}`, who.role].filter(Boolean).join(" · "),
          click: () => go(who.id, chatFor(who.id)),
        },
        avatar(who.id, name, fresh && el("span", { class: "dot", role: "img", "aria-label": "New messages" })),
        el("span", { class: "who" }, el("span", { class: "name", dir: "auto" }, who.first_name, who.last_name && el("span", { class: "last-name" }, ` ${who.last_name}`)), el("span", { class: "role" }, who.role)),
        el("span", { class: "lang", title: "Language of this person's app" }, language),
      );
    }),
  );
  $("people").querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (focused) $("people").querySelector(`[data-person="${focused}"]`)?.focus();
}

export function renderChats() {
  $("chats").replaceChildren(
    ...state.chats.map(({ id, title, last, type }) =>
      el(
        "a",
        { href: addressOf(state.as, id), "data-chat": id, "data-testid": `chat-${id}`, "aria-current": id === state.chat ? "page" : undefined },
        chatAvatar({ id, title, type }),
        el("span", { class: "title", dir: "auto" }, title),
        last && el("time", { datetime: new Date(last.date * 1000).toISOString() }, whenOf(last.date)),
        el("span", { class: "last", dir: "auto" }, last ? last.text || "Media" : "No messages yet"),
        state.unread.has(id) && id !== state.chat && el("span", { class: "dot", role: "img", "aria-label": "New messages" }),
      ),
    ),
  );
}
