help-summary = Everything I can do
help-title = <b>What I can do</b>
