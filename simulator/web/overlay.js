// What lies over the page: toasts, the modal box, and the small menu under a button.

import { $, el } from "./dom.js";

const TOAST_MS = 4000;

export function toast(text, { url, bad = false } = {}) {
  const box = el("div", { class: bad ? "toast bad" : "toast", dir: "auto" }, text);
  if (url) box.append(" ", el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "Open link"));
  $("toasts").append(box);
  setTimeout(() => box.remove(), TOAST_MS + text.length * 30);
}

/** Runs something that may fail and says so. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, { bad: true });
    return undefined;
  }
}

/** Shows `content` in a box over the page; settles with what `close` was given ("" for Escape). */
export function modal(className, ...content) {
  const box = el("dialog", { class: className, "data-testid": "modal" }, ...content);
  document.body.append(box);
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue);
    });
  });
}

/** For buttons inside a box. */
export const close = (value = "") => (event) => event.currentTarget.closest("dialog").close(value);

export function alertBox(text) {
  return modal(
    "alert",
    el("p", { dir: "auto" }, text),
    el("div", { class: "choices" }, el("button", { class: "primary", autofocus: true, click: close() }, "OK")),
  );
}

export function showPhoto(url, name) {
  return modal("photo", el("button", { class: "bare", "aria-label": "Close the photo", autofocus: true, click: close() }, el("img", { src: url, alt: name })));
}

/** A menu under (or above) its button. `items`: `[label, action, danger?]`. */
export function popup(button, items) {
  const menu = $("popup");
  menu.replaceChildren(
    ...items.map(([label, action, danger]) =>
      el("button", { role: "menuitem", class: danger ? "danger" : undefined, click: () => { menu.hidePopover(); action(); } }, label)),
  );
  menu.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...menu.children];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  };
  menu.showPopover();
  const at = button.getBoundingClientRect();
  const below = at.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.top = `${below ? at.bottom + 4 : at.top - menu.offsetHeight - 4}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  menu.firstChild.focus();
}
