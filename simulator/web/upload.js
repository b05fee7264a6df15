// Sending files: chosen with the paper clip, dropped on the chat or pasted; a box asks what each is sent as.

import * as api from "./api.js";
import { $, el, icon, sizeOf } from "./dom.js";
import { attempt, close, modal } from "./overlay.js";

const KINDS = { audio: "Music", voice: "Voice message", photo: "Photo", video: "Video", document: "File", video_note: "Video message" };

const ALBUM = 10; // files at most

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
  const field = (name, label) => el("input", { name, placeholder: label, title: "Empty: as the file itself says", "aria-label": `${label} of ${file.name}`, dir: "auto" });
  const names = el("div", { class: "names-of" }, field("performer", "Performer"), field("title", "Title"));
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
  const typed = () => (select.value === "audio" ? [...names.children].map((input) => [input.name, input.value.trim()]).filter(([, value]) => value) : []);
  return { file, node, preview, kind: () => select.value, names: () => Object.fromEntries(typed()) };
}

async function send({ as, chat }, rows, caption) {
  const line = $("sending");
  const reply = act.takeReply();
  line.hidden = false;
  for (const [index, { kind, names, files }] of partsOf(rows).entries()) {
    line.textContent = `Sending ${files.map(({ name }) => name).join(", ")}…`;
    const first = index === 0 ? { caption, reply_to: reply } : {};
    const sent = await attempt(async () => { await api.upload({ as, chat, kind, ...names, ...first }, files); return true; });
    if (!sent) break;
  }
  line.hidden = true;
}

/** What goes together as an album: neighbours of one kind, as far as Telegram's apps join them. */
function partsOf(rows) {
  const parts = [];
  for (const row of rows) {
    const part = { kind: row.kind(), names: row.names(), files: [row.file] };
    const alone = ["voice", "video_note"].includes(part.kind) || Object.keys(part.names).length > 0;
    const last = parts.at(-1);
    if (last && !alone && !last.alone && last.kind === part.kind && last.files.length < ALBUM) last.files.push(row.file);
    else parts.push({ ...part, alone });
  }
  return parts;
}

function kindFor({ type }) {
  if (type.startsWith("audio/")) return "audio";
  if (["image/jpeg", "image/png", "image/webp"].includes(type)) return "photo";
  if (type === "video/mp4") return "video";
  return "document";
}
