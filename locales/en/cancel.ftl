cancel-summary = Stop what I am doing for you
cancel-nothing = There is nothing to stop: I’m not working on anything for you right now.
cancel-question = All right, I’m not waiting for that any more.
