// The buttons under a message.

import { copyText, el, icon } from "./dom.js";
import { alertBox, attempt, toast } from "./overlay.js";
import { safeUrl } from "./sanitize.js";

/** `press(data)` asks the bot and gives its answer or null; `onLink(url)` may take a link over. */
export function renderKeyboard(rows, { press, onLink }) {
  return el(
    "div",
    { class: "kb", "data-testid": "keyboard" },
    rows.map((row) => el("div", { class: "kb-row" }, row.map((button) => renderButton(button, { press, onLink })))),
  );
}

/** To add a kind of button: an `if` here. */
function renderButton(button, { press, onLink }) {
  const label = el("span", { class: "label", dir: "auto" }, button.text);
  if (button.url !== undefined) {
    const url = safeUrl(button.url);
    const open = (event) => { if (onLink(url)) event.preventDefault(); };
    if (url) return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url, click: open }, label, icon("out"));
  }
  if (button.copy_text) {
    const copy = () => attempt(async () => { await copyText(button.copy_text.text); toast("Copied"); });
    return el("button", { title: button.copy_text.text, click: copy }, label, icon("copy"));
  }
  if (button.callback_data !== undefined) {
    const node = el("button", { "data-press": button.callback_data, "data-style": button.style, click: () => wait(node, () => press(button.callback_data)) }, label);
    return node;
  }
  return el("button", { disabled: true, title: "The simulator does not have this kind of button" }, label);
}

async function wait(node, press) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  const reply = await attempt(press);
  node.removeAttribute("aria-busy");
  const answer = reply?.answer;
  if (!answer) return;
  if (answer.text && answer.show_alert) await alertBox(answer.text);
  else if (answer.text || answer.url) toast(answer.text || "The bot opens a page:", { url: answer.url && safeUrl(answer.url) });
}
