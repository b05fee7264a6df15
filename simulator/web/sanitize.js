// Turns the server's `html` field into nodes. Nothing of the parsed document is adopted: each allowed element is made anew,
// without attributes except the few set here, and everything else is left as its text.

import { el } from "./dom.js";

const PLAIN = { B: "b", STRONG: "b", I: "i", EM: "i", U: "u", INS: "u", S: "s", DEL: "s", STRIKE: "s", CODE: "code", PRE: "pre", BR: "br" };
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "SVG", "MATH"]);

/** `onCommand` gets a `/command` that somebody clicked; `onLink` may take a link over by returning true. */
export function safeHtml(html, { onCommand, onLink }) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const out = document.createDocumentFragment();
  copy(parsed.body, out, { onCommand, onLink });
  return out;
}

function copy(from, to, actions) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      // A block ends its line by itself: the line feed after it would show as an empty line.
      const text = ["PRE", "BLOCKQUOTE"].includes(node.previousSibling?.tagName) ? node.data.replace(/^\n/, "") : node.data;
      to.append(text);
    } else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED.has(node.tagName.toUpperCase())) {
      const made = make(node, actions);
      copy(node, made ?? to, actions);
      if (made) to.append(made);
    }
  }
}

function make(node, { onCommand, onLink }) {
  const tag = node.tagName;
  const is = (name) => node.classList.contains(name);
  if (PLAIN[tag]) return el(PLAIN[tag], PLAIN[tag] === "pre" ? { tabindex: 0, dir: "ltr" } : {});
  if (tag === "BLOCKQUOTE") return is("expandable") ? expandable() : el("blockquote", { dir: "auto" });
  if (tag === "SPAN" && is("spoiler")) return spoiler();
  if (tag === "SPAN" && is("command")) {
    const command = node.dataset.command ?? node.textContent;
    return el("button", { class: "command", click: () => onCommand(command) });
  }
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

const spoiler = () => shownOnPress(el("span", { class: "spoiler", "aria-label": "Hidden text, press to show" }));
const expandable = () => shownOnPress(el("blockquote", { class: "expandable", dir: "auto", title: "Show all of it", "aria-expanded": "false" }));

/** A press gives it the class `shown`; after that it is ordinary text. */
function shownOnPress(node) {
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  const show = (event) => {
    if (node.classList.contains("shown") || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "title", "aria-label", "aria-expanded"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", show);
  return node;
}
