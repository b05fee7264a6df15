// What a message carries besides text: sound, pictures, files.

import { el, icon, lengthOf, sizeOf } from "./dom.js";
import { fileUrl } from "./api.js";
import { showPhoto } from "./overlay.js";
import { player } from "./player.js";

/** The media of a message as a node, or null. To add a kind: a line here and one in `kindOf`. */
export function renderMedia(message, chatId) {
  const key = `${chatId}:${message.message_id}`;
  if (message.audio) return audio(message.audio, key);
  if (message.voice) return voice(message.voice, key);
  if (message.photo) return photo(message.photo);
  if (message.video_note) return roundVideo(message.video_note);
  if (message.video) return video(message.video);
  if (message.animation) return video(message.animation);
  if (message.document) return file(message.document);
  return null;
}

/** A word for a message without text: in the chat list, in quotes. */
export function kindOf(message) {
  if (message.audio) return trackName(message.audio);
  if (message.voice) return "Voice message";
  if (message.photo) return "Photo";
  if (message.video_note) return "Video message";
  if (message.document) return message.document.file_name ?? "File";
  if (message.video || message.animation) return "Video";
  return "Message";
}

export function trackName({ title, performer, file_name }) {
  if (title && performer) return `${performer} – ${title}`;
  return title ?? performer ?? file_name ?? "Audio";
}

function audio(sound, key) {
  const title = sound.title ?? sound.file_name ?? "Audio";
  const details = [sound.performer, sizeOf(sound.file_size)].filter(Boolean);
  return player(
    { key, url: fileUrl(sound), duration: sound.duration, label: trackName(sound) },
    el(
      "div",
      { class: "heading" },
      el("div", { class: "title", dir: "auto" }, title),
      el("div", { class: "details", dir: "auto" }, details.join(" · ")),
      el("a", { class: "icon save", href: fileUrl(sound), download: sound.file_name ?? title, "aria-label": `Download ${title}` }, icon("file")),
    ),
  );
}

function voice(sound, key) {
  return player({ key, url: fileUrl(sound), duration: sound.duration, label: "voice message" });
}

function photo(sizes) {
  const largest = sizes.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const picture = el("img", { src: fileUrl(largest), width: largest.width || null, height: largest.height || null, alt: "Photo", loading: "lazy" });
  return el("button", { class: "bare photo", "aria-label": "Show the photo", "data-testid": "photo", click: () => showPhoto(fileUrl(largest), "Photo") }, picture);
}

function roundVideo(clip) {
  const screen = el("video", { src: fileUrl(clip), preload: "metadata", playsinline: true });
  const box = el("button", { class: "bare round", "aria-label": `Video message, ${lengthOf(clip.duration)}`, "aria-pressed": "false", click: () => (screen.paused ? screen.play() : screen.pause()) }, screen, icon("play"));
  for (const event of ["play", "pause", "ended"]) screen.addEventListener(event, () => box.setAttribute("aria-pressed", String(!screen.paused)));
  return box;
}

function video(clip) {
  return el("video", { class: "video", src: fileUrl(clip), width: clip.width || null, height: clip.height || null, controls: true, preload: "metadata", playsinline: true, "aria-label": `Video, ${lengthOf(clip.duration)}` });
}

function file(document) {
  const name = document.file_name ?? "File";
  return el(
    "a",
    { class: "file", href: fileUrl(document), download: name, "data-testid": "document" },
    el("span", { class: "badge" }, icon("file")),
    el("span", { class: "about" }, el("span", { class: "title", dir: "auto" }, name), el("span", { class: "details" }, sizeOf(document.file_size) || "Download")),
  );
}
