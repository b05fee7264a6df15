settings-summary = All your settings in one place
settings-title =
    <b>Your settings</b>
    Press one to change it.
