settings-summary = Todos tus ajustes en un solo lugar
settings-title =
    <b>Tus ajustes</b>
    Pulsa el que quieras cambiar.
