// Turns the server's `html` field into nodes. Nothing of the parsed document is adopted: each allowed element is made anew,
// without attributes except the few set here, and everything else is left as its text.

import { el } from "./dom.js";

const PLAIN = { B: "b", STRONG: "b", I: "i", EM: "i", U: "u", INS: "u", S: "s", DEL: "s", STRIKE: "s", CODE: "code", PRE: "pre", BR: "br" };
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "SVG", "MATH"]);
const COMMAND = /(^|[\s(«"])(\/[a-z0-9_]{1,32}(?:@[a-z0-9_]+)?)(?![\w/])/gi;

/** `onCommand` gets a `/command` that somebody clicked; `onLink` may take a link over by returning true. */
export function safeHtml(html, { onCommand, onLink }) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const out = document.createDocumentFragment();
  copy(parsed.body, out, { onCommand, onLink, literal: false });
  return out;
}

function copy(from, to, how) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      // A block ends its line by itself: the line feed after it would show as an empty line.
      const text = ["PRE", "BLOCKQUOTE"].includes(node.previousSibling?.tagName) ? node.data.replace(/^\n/, "") : node.data;
      to.append(...(how.literal ? [text] : withCommands(text, how.onCommand)));
    } else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED.has(node.tagName.toUpperCase())) {
      const made = make(node, how);
      const inside = made && ["CODE", "PRE", "A"].includes(made.tagName) ? { ...how, literal: true } : how;
      copy(node, made ?? to, inside);
      if (made) to.append(made);
    }
  }
}

function make(node, { onLink }) {
  const tag = node.tagName;
  if (PLAIN[tag]) return el(PLAIN[tag], PLAIN[tag] === "pre" ? { tabindex: 0, dir: "ltr" } : {});
  if (tag === "BLOCKQUOTE") return el("blockquote", { dir: "auto" });
  if (tag === "TG-SPOILER" || (tag === "SPAN" && (node.classList.contains("spoiler") || node.classList.contains("tg-spoiler")))) return spoiler();
  if (tag === "A") return link(node.getAttribute("href") ?? "", onLink);
  return null;
}

function link(href, onLink) {
  const url = safeUrl(href);
  // A mention (tg://user?id=…) leads nowhere on this machine: it keeps its colour only.
  if (!url) return href.startsWith("tg:") ? el("span", { class: "mention" }) : null;
  return el("a", {
    href: url, target: "_blank", rel: "noopener noreferrer", title: url,
    click: (event) => { if (onLink(url)) event.preventDefault(); },
  });
}

export function safeUrl(href) {
  try {
    const url = new URL(href);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function spoiler() {
  const node = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Hidden text, press to show" });
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (node.classList.contains("shown")) return;
    event.preventDefault();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", show);
  return node;
}

/** Commands in a text can be pressed, as in every Telegram client. */
function withCommands(text, onCommand) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(COMMAND)) {
    const [whole, before, command] = match;
    parts.push(text.slice(end, match.index) + before);
    parts.push(el("button", { class: "command", click: () => onCommand(command) }, command));
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== "");
}
