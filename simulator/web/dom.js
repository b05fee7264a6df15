// Small helpers every part of the page uses: making elements, icons, and how numbers and dates are written.

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element. Functions become listeners, `true` an empty attribute, strings text (never HTML). */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const $ = (id) => document.getElementById(id);

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  setIcon(svg, name);
  return svg;
}

export function setIcon(svg, name) {
  svg.firstChild.setAttribute("href", `#i-${name}`);
}

/** A round picture with initials; the colour follows from the id, so it is the same everywhere. */
export function avatar(id, name, ...inside) {
  return el("span", { class: "avatar", "data-hue": hue(id) }, el("span", { "aria-hidden": "true" }, initials(name)), ...inside);
}

/** The bot, the only one people talk to in private, wears the disc. */
export const chatAvatar = ({ id, title, type }) => (type === "private" ? el("span", { class: "avatar disc" }) : avatar(id, title));

export const hue = (id) => Math.abs(Number(id)) % 6;

export const fullName = (who) => [who.first_name, who.last_name].filter(Boolean).join(" ") || who.title || "Unknown";

function initials(name) {
  const words = name.split(/[\s_-]+/).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "")).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => [...word][0]);
  return letters.join("").toLocaleUpperCase() || "?";
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayAndMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const withYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const shortDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

export const timeOf = (seconds) => clock.format(new Date(seconds * 1000));

export function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  const now = new Date();
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const daysAgo = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (daysAgo === 0) return "Today";
  if (daysAgo === 1) return "Yesterday";
  return (date.getFullYear() === now.getFullYear() ? dayAndMonth : withYear).format(date);
}

/** For the chat list: the time today, else the day. */
export const whenOf = (seconds) => (dayOf(seconds) === "Today" ? timeOf(seconds) : shortDay.format(new Date(seconds * 1000)));

export function lengthOf(seconds) {
  if (!Number.isFinite(seconds)) return "–:––";
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function sizeOf(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

export async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  // Plain http on another address than localhost: browsers keep the clipboard API away from it.
  const area = el("textarea", { class: "offscreen" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
