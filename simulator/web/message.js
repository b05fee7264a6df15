// One row of the chat: a message, an album, or a line about what happened ("Olga joined").

import { el, fullName, hue, icon, timeOf } from "./dom.js";
import { renderKeyboard } from "./keyboard.js";
import { kindOf, renderMedia } from "./media.js";
import { safeHtml } from "./sanitize.js";

/**
 * `block` is a list: one message, or the parts of an album. `view` says what the row needs to know and what it may cause:
 * `{ chat, named, onCommand, onLink, onPress(message, data), onReply, onMore(button, block), onJump(id) }`.
 */
export function renderBlock(block, view) {
  const [first] = block;
  const event = whatHappened(first);
  if (event) return el("div", { class: "event message", "data-id": first.message_id, "data-testid": "message" }, el("span", { dir: "auto" }, event));

  const single = block.length === 1;
  const named = view.named && !first.out;
  const told = block.some((message) => message.text ?? message.caption);
  const bubble = el(
    "div",
    { class: "bubble" },
    named && el("div", { class: "sender", "data-hue": hue(senderOf(first).id), dir: "auto" }, fullName(senderOf(first))),
    first.forward_origin && el("div", { class: "forwarded", dir: "auto" }, `Forwarded from ${originOf(first.forward_origin)}`),
    first.reply_to_message && quote(first.reply_to_message, view),
    single ? renderMedia(first, view.chat) : albumOf(block, view),
    el("div", { class: told ? "body" : "body untold", dir: "auto" }, block.map((message) => textOf(message, view)), about(block)),
  );
  const keyboard = block.find((message) => message.reply_markup?.inline_keyboard);
  return el(
    "article",
    { class: `row ${first.out ? "out" : "in"}${single ? " message" : ""}`, "data-id": single ? first.message_id : undefined, "data-testid": single ? "message" : "album" },
    el(
      "div",
      { class: "stack" },
      bubble,
      keyboard && renderKeyboard(keyboard.reply_markup.inline_keyboard, { press: (data) => view.onPress(keyboard, data), onLink: view.onLink }),
    ),
    tools(block, view),
  );
}

export const senderOf = (message) => message.sender_chat ?? message.from ?? { id: 0, first_name: "Unknown" };

const originOf = (origin) => origin.sender_user_name ?? fullName(origin.sender_user ?? origin.sender_chat ?? origin.chat ?? {});

/** A line of plain text for quotes. */
export const summaryOf = (message) => message.text ?? message.caption ?? whatHappened(message) ?? kindOf(message);

/** Neighbours with one media_group_id become one block. */
export function blocksOf(messages) {
  const blocks = [];
  for (const message of messages) {
    const last = blocks.at(-1);
    if (message.media_group_id && last?.[0].media_group_id === message.media_group_id) last.push(message);
    else blocks.push([message]);
  }
  return blocks;
}

function whatHappened(message) {
  const names = (people) => people.map(fullName).join(", ");
  if (message.new_chat_members) return `${names(message.new_chat_members)} joined`;
  if (message.left_chat_member) return `${fullName(message.left_chat_member)} left`;
  if (message.pinned_message) return `${fullName(senderOf(message))} pinned a message`;
  if (message.new_chat_title) return `The chat is now called “${message.new_chat_title}”`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "The group became a supergroup";
  if (message.group_chat_created || message.supergroup_chat_created) return "The group was created";
  return undefined;
}

function albumOf(block, view) {
  const pictures = block.every((message) => message.photo || message.video);
  return el(
    "div",
    { class: pictures ? "album pictures" : "album" },
    block.map((message) => el("div", { class: "message", "data-id": message.message_id, "data-testid": "message" }, renderMedia(message, view.chat))),
  );
}

function textOf(message, view) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const content = message.html === undefined || message.html === null ? text : safeHtml(message.html, view);
  return el("span", { class: "text", "data-testid": "text" }, content);
}

function about(block) {
  const [first] = block;
  return el(
    "span",
    { class: "about-it" },
    first.reaction && el("span", { class: "reaction", title: "The bot's reaction" }, first.reaction),
    block.some(({ edited }) => edited) && el("span", { class: "edited" }, "edited "),
    el("time", { datetime: new Date(first.date * 1000).toISOString() }, timeOf(first.date)),
  );
}

function quote(message, view) {
  return el(
    "button",
    { class: "quote", "data-hue": hue(senderOf(message).id), "data-testid": "quote", click: () => view.onJump(message.message_id) },
    el("span", { class: "who", dir: "auto" }, fullName(senderOf(message))),
    el("span", { class: "what", dir: "auto" }, summaryOf(message)),
  );
}

function tools(block, view) {
  const [first] = block;
  const more = el("button", { class: "icon", "aria-label": "More about this message", "aria-haspopup": "menu", "data-testid": "more", click: () => view.onMore(more, block) }, icon("more"));
  return el(
    "div",
    { class: "tools" },
    el("button", { class: "icon", "aria-label": "Reply", "data-testid": "reply", click: () => view.onReply(first) }, icon("reply")),
    first.out && more,
  );
}
