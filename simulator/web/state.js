// What the page knows, and the address that says who is looking at which chat (`#as=1&chat=2`).

export const state = {
  people: [],
  bot: { first_name: "Bot" },
  chats: [],
  as: null, // the person we act as: an id
  chat: null, // the open chat: an id, or null for the list
  unread: new Set(), // chats in which something happened while another one was open
  blocked: new Set(), // people who blocked the bot
};

export const person = () => state.people.find(({ id }) => id === state.as);
export const chat = () => state.chats.find(({ id }) => id === state.chat);
export const isPrivate = () => chat()?.type === "private";

export function readAddress() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (/^-?\d+$/.test(fields.get(name) ?? "") ? Number(fields.get(name)) : null);
  return { as: number("as"), chat: number("chat") };
}

export function addressOf(as, chatId) {
  return `#as=${as}${chatId === null ? "" : `&chat=${chatId}`}`;
}

/** Goes there; the browser's back button returns. The page follows through `hashchange`. */
export function go(as, chatId) {
  location.hash = addressOf(as, chatId);
}
