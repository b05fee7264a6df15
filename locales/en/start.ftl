start-summary = What this bot is and how to begin
start-welcome =
    <b>Hello! I’m Reprise, a bot for listening.</b>

    Send me a track, a voice message or a whole album, and hear it at your speed, through your equalizer. /help shows everything else I can do.
start-button-sample = Try it with a tune of mine
start-button-settings = Settings
start-button-help = What can you do?
start-no-owner =
    <i>Nobody owns this bot yet.</i> If it is yours, put this line under <code>[bot]</code> in config.toml and restart the bot:
    <code>owners = [{ $id }]</code>
