start-summary = What this bot is and how to begin
start-welcome =
    <b>Hello! I’m Reprise, a bot for listening.</b>

    I remember how you like things: choose your language in the settings, keep your playlists with me, and see /help for everything I can do.
start-button-settings = Settings
start-button-help = What can you do?
start-no-owner =
    <i>Nobody owns this bot yet.</i> If it is yours, put this line under <code>[bot]</code> in config.toml and restart the bot:
    <code>owners = [{ $id }]</code>
