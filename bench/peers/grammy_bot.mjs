// The bare bot of this bench, with grammY, its runner, and better-sqlite3: `node grammy_bot.mjs TOKEN API_URL DATABASE_FILE`.

import { run, sequentialize } from "@grammyjs/runner";
import Database from "better-sqlite3";
import { Bot } from "grammy";

const [token, apiRoot, file] = process.argv.slice(2);
const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = NORMAL");
database.exec("CREATE TABLE IF NOT EXISTS settings (person INTEGER PRIMARY KEY, language TEXT NOT NULL)");
const before = database.prepare("SELECT language FROM settings WHERE person = ?");
const upsert = database.prepare(
  "INSERT INTO settings (person, language) VALUES (?, ?)"
  + " ON CONFLICT (person) DO UPDATE SET language = excluded.language",
);

const bot = new Bot(token, { client: { apiRoot } });
// In order within a chat, as its documentation wants it with the runner.
bot.use(sequentialize((ctx) => ctx.chat?.id.toString()));
bot.on("message:text", async (ctx) => {
  const language = ctx.message.text.replace("/language ", "");
  const was = before.get(ctx.chat.id)?.language ?? "unknown";
  upsert.run(ctx.chat.id, language);
  await ctx.reply(`The language was ${was}, it is ${language} now.`);
});
run(bot);
