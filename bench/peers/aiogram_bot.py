"""The bare bot of this bench, with aiogram and aiosqlite: `aiogram_bot.py TOKEN API_URL DATABASE_FILE`."""

import asyncio
import sys

import aiosqlite
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

dispatcher = Dispatcher()


@dispatcher.message()
async def set_language(message: Message, database: aiosqlite.Connection) -> None:
    language = (message.text or "").removeprefix("/language ")
    person = (message.chat.id,)
    async with database.execute("SELECT language FROM settings WHERE person = ?", person) as rows:
        before = await rows.fetchone()
    await database.execute(
        "INSERT INTO settings (person, language) VALUES (?, ?)"
        " ON CONFLICT (person) DO UPDATE SET language = excluded.language",
        (message.chat.id, language),
    )
    await database.commit()
    await message.answer(f"The language was {before[0] if before else 'unknown'}, it is {language} now.")


async def main(token: str, api_url: str, file: str) -> None:
    async with aiosqlite.connect(file) as database:
        await database.execute("PRAGMA journal_mode = WAL")
        await database.execute("PRAGMA synchronous = NORMAL")
        await database.execute(
            "CREATE TABLE IF NOT EXISTS settings (person INTEGER PRIMARY KEY, language TEXT NOT NULL)"
        )
        await database.commit()
        session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
        await dispatcher.start_polling(Bot(token, session=session), database=database)


asyncio.run(main(*sys.argv[1:]))
