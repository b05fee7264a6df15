// Sending files: chosen with the paper clip, dropped on the chat or pasted; a box asks what each is sent as.

import * as api from "./api.js";
import { $, el, icon, sizeOf } from "./dom.js";
import { attempt, close, modal } from "./overlay.js";

const KINDS = { audio: "Music", voice: "Voice message", photo: "Photo", document: "File", video_note: "Video message" };

let act; // { where(): { as, chat } | null, takeReply(): id | undefined }

export function initUpload(actions) {
  act = actions;
  const input = $("files");
  $("attach").addEventListener("click", () => input.click());
  input.addEventListener("change", () => { ask([...input.files]); input.value = ""; });
  $("composer").addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    ask([...event.clipboardData.files]);
  });
  const chat = $("chat");
  chat.addEventListener("dragover", (event) => {
    if (!act.where() || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    chat.classList.add("drop");
  });
  chat.addEventListener("dragleave", (event) => { if (!chat.contains(event.relatedTarget)) chat.classList.remove("drop"); });
  chat.addEventListener("drop", (event) => {
    chat.classList.remove("drop");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    ask([...event.dataTransfer.files]);
  });
}

async function ask(files) {
  const place = act.where();
  if (!place || !files.length) return;
  const rows = files.map(rowFor);
  const caption = el("input", { name: "caption", placeholder: "Caption (optional)", "aria-label": "Caption", dir: "auto", maxlength: 1024 });
  const answer = await modal(
    "upload",
    el("h2", {}, files.length === 1 ? "Send a file" : `Send ${files.length} files`),
    el("div", { class: "rows" }, rows.map(({ node }) => node)),
    caption,
    el("div", { class: "choices" }, el("button", { click: close() }, "Cancel"), el("button", { class: "primary", "data-testid": "upload-send", autofocus: true, click: close("send") }, "Send")),
  );
  rows.forEach(({ preview }) => preview && URL.revokeObjectURL(preview));
  if (answer === "send") await send(place, rows, caption.value.trim());
}

function rowFor(file) {
  const guess = kindFor(file);
  const [performer, title] = namesFrom(file.name);
  const field = (name, value) => el("input", { name, value, placeholder: name === "title" ? "Title" : "Performer", "aria-label": `${name} of ${file.name}`, dir: "auto" });
  const names = el("div", { class: "names-of" }, field("performer", performer), field("title", title));
  const select = el("select", { "aria-label": `Send ${file.name} as`, change: () => { names.hidden = select.value !== "audio"; } },
    Object.entries(KINDS).map(([kind, label]) => el("option", { value: kind, selected: kind === guess }, label)));
  names.hidden = guess !== "audio";
  const preview = guess === "photo" ? URL.createObjectURL(file) : null;
  const node = el(
    "div",
    { class: "row-of" },
    preview ? el("img", { src: preview, alt: "" }) : el("span", { class: "badge" }, icon(guess === "audio" || guess === "voice" ? "play" : "file")),
    el("div", { class: "about" }, el("div", { class: "title", dir: "auto" }, file.name), el("div", { class: "details" }, sizeOf(file.size))),
    select,
    names,
  );
  return { file, node, preview, kind: () => select.value, names: () => Object.fromEntries([...names.children].map((input) => [input.name, input.value.trim()])) };
}

async function send({ as, chat }, rows, caption) {
  const line = $("sending");
  const reply = act.takeReply();
  line.hidden = false;
  for (const [index, row] of rows.entries()) {
    line.textContent = `Sending ${row.file.name}${rows.length > 1 ? ` (${index + 1} of ${rows.length})` : ""}…`;
    const kind = row.kind();
    const sounding = ["audio", "voice", "video_note"].includes(kind);
    const sent = await attempt(async () => {
      const duration = sounding ? await durationOf(row.file) : undefined;
      const first = index === 0 ? { caption, reply_to: reply } : {};
      await api.upload({ as, chat, kind, duration, ...(kind === "audio" ? row.names() : {}), ...first }, row.file);
      return true;
    });
    if (!sent) break;
  }
  line.hidden = true;
}

function kindFor({ type }) {
  if (type.startsWith("audio/")) return "audio";
  if (["image/jpeg", "image/png", "image/webp"].includes(type)) return "photo";
  return "document";
}

/** "Performer - Title.mp3", as files are usually called. */
function namesFrom(name) {
  const bare = name.replace(/\.[a-z0-9]{1,5}$/i, "").replaceAll("_", " ");
  const [performer, ...title] = bare.split(/\s+[-–—]\s+/);
  return title.length ? [performer, title.join(" - ")] : ["", bare];
}

/** Whole seconds, or undefined if the browser cannot read the file. */
function durationOf(file) {
  return new Promise((resolve) => {
    const url = URL.createObjectURL(file);
    const probe = document.createElement("audio");
    const done = (value) => { URL.revokeObjectURL(url); resolve(value); };
    probe.preload = "metadata";
    probe.onloadedmetadata = () => done(Number.isFinite(probe.duration) ? Math.round(probe.duration) : undefined);
    probe.onerror = () => done(undefined);
    probe.src = url;
  });
}
