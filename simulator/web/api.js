// The simulator's HTTP interface: one function a call. Whatever goes wrong becomes an Error with a sentence to show.

const BASE = "/sim";

async function call(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, options);
  } catch {
    throw new Error("The simulator does not answer.");
  }
  const body = await response.text();
  if (!response.ok) throw new Error(sentence(body) || `The simulator answered ${response.status}.`);
  return body ? JSON.parse(body) : null;
}

function sentence(body) {
  try {
    const { error, description, message } = JSON.parse(body);
    return error || description || message;
  } catch {
    return body.slice(0, 200);
  }
}

const get = (path, query = {}) => call(`${path}?${new URLSearchParams(query)}`);
const post = (path, body) =>
  call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export const people = () => get("/people");
export const bot = (as) => get("/bot", { as });
export const chats = (as) => get("/chats", { as });
export const commands = (as, chat) => get("/commands", { as, chat });
export const messages = (as, chat, after) => get("/messages", after === undefined ? { as, chat } : { as, chat, after });

export const say = (as, chat, text, reply_to) => post("/say", { as, chat, text, reply_to });
export const press = (as, chat, message_id, data) => post("/press", { as, chat, message_id, data });
export const edit = (as, chat, message_id, text) => post("/edit", { as, chat, message_id, text });
export const remove = (as, chat, message_id) => post("/delete", { as, chat, message_id });
export const block = (as, blocked) => post("/block", { as, blocked });

export const clear = (as, chat) => post("/clear", { as, chat });

/** Several files become an album. */
export function upload(fields, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && value !== "") form.append(name, value);
  }
  for (const file of files) form.append("file", file, file.name);
  return call("/upload", { method: "POST", body: form });
}

export const fileUrl = (file) => `${BASE}/file/${encodeURIComponent(file.file_unique_id)}`;

/** Keeps one event stream open for ever. `onOpen` runs after every (re)connection: what happened meanwhile is unknown then. */
export function listen({ onOpen, onLost, onEvent }) {
  const source = new EventSource(`${BASE}/events`);
  source.onopen = onOpen;
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.onerror = () => {
    onLost();
    // A browser retries by itself while it calls the stream "connecting", but gives up for good on an error status.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ onOpen, onLost, onEvent }), 1000);
  };
}
