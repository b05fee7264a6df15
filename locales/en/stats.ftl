stats-summary = How the bot is doing
stats-title = <b>How the bot is doing</b>
