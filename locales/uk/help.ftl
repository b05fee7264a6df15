help-summary = Усе, що я вмію
help-title = <b>Що я вмію</b>
